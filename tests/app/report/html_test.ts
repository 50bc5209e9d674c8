import assert from "node:assert/strict";
import fc from "fast-check";
import { html } from "../../../src/app/report/html.ts";

Deno.test("html escapes what is put into it, and not what a template made", () => {
  const name = `<script>alert("1" & '2')</script>`;
  const inner = html`<b title="${name}">${name}</b>`;
  assert.equal(
    html`<p>${inner}${[1, html`<br>`, undefined]}</p>`.toString(),
    '<p><b title="&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;">' +
      "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;</b>1<br></p>",
  );
});

Deno.test("html takes nothing for markup that a template did not make", () => {
  const forged = { toString: () => "<script>", text: "<script>" };
  assert.throws(() => html`${forged as unknown as string}`.toString());
});

Deno.test("html shows controls, and mends halves of characters", () => {
  assert.equal(html`${"a\u0000b\u202ec\ud800"}`.toString(), "a␀b�c�");
});

Deno.test("no text leaves the place that it is put into", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const inner = html`${text}`.toString();
      assert.doesNotMatch(inner, /[<>"']/);
      assert.doesNotMatch(inner, /&(?!amp;|lt;|gt;|quot;|#39;)/);
      assert.ok(inner.isWellFormed());
    }),
    { seed: 1 },
  );
});
