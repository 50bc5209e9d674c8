import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";

Deno.test("every command explains itself with examples", async () => {
  await using desk = await Desk.open();
  const cases = [
    [
      ["--help"],
      /train .*lr-find .*predict .*doctor .*Examples:.*deno task train pets/s,
    ],
    [
      ["train", "--help"],
      /--set <path=value>.*--eager.*--verbose.*--json.*Examples:.*#full.*pets --eager.*pets --verbose/s,
    ],
    [
      ["watch", "--help"],
      /--auto.*--budget <seconds>.*Examples:.*--auto.*Keys: Enter or r/s,
    ],
    [
      ["verify", "--help"],
      /--frozen.*--keep.*--json.*Examples:.*verify pets --frozen.*Exit codes/s,
    ],
    [
      ["lr-find", "--help"],
      /--start <rate>.*--no-stop.*Examples:.*--unfrozen/s,
    ],
    [["predict", "--help"], /--json.*Examples:.*photo\.jpg/s],
    [
      ["evaluate", "--help"],
      /--test.*--reason <text>.*Examples:.*evaluate pets --test --reason/s,
    ],
    [["runs", "--help"], /compare .*follow .*Examples:.*runs show last/s],
    [
      ["show", "--help"],
      /--rows <count>.*--seed <number>.*Examples:.*show pets --epoch 3/s,
    ],
    [["audit", "--help"], /--strict.*--json.*Examples:.*audit pets --strict/s],
    [["summary", "--help"], /--item <name>.*Examples:.*summary pets --json/s],
    [["doctor", "--help"], /Examples:.*deno task doctor/s],
  ] as const;
  await Promise.all(cases.map(async ([args, shown]) => {
    const { code, out, err } = await desk.run(args);
    assert.equal(code, 0);
    assert.match(out, shown);
    assert.equal(err, "");
  }));
});

Deno.test("wrong usage ends with 2 and suggests what was meant", async () => {
  await using desk = await Desk.open();
  const cases = [
    [["trian", "xor"], /unknown command 'trian'.*Did you mean train\?/s],
    [["train", "xor", "--jsno"], /unknown option '--jsno'.*--json\?/s],
    [["train", "xor", "--eagre"], /unknown option '--eagre'.*--eager\?/s],
    [["train"], /missing required argument 'pipeline'.*train --help/s],
    [["train", "xor", "--set", "epochs"], /Write path=value/],
    [["train", "wether"], /Cannot find pipeline "wether"\n.*mean "weather"\?/],
    [["train", "q"], /Leat comes with "doodles", "pets", "weather", "xor"/],
    [
      ["train", "./absent.ts"],
      /".\/absent.ts": there is no file "\/.*absent.ts"/,
    ],
    [["predict", "pet", "a.jpg"], /Did you mean "pets"/],
  ] as const;
  await Promise.all(cases.map(async ([args, said]) => {
    const { code, out, err } = await desk.run(args);
    assert.equal(code, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, said);
    assert.equal(out, "");
  }));
});

Deno.test("a setting that does not fit names what would", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const unknown = await desk.train("./p.ts", ["--set", "fit.epoch=3"]);
  assert.equal(unknown.code, 2);
  assert.equal(
    unknown.error.message,
    'Cannot set "fit.epoch": no stage has it',
  );
  assert.match(unknown.error.remedy ?? "", /^Nearest are fit\.epochs/);
  const bad = await desk.train("./p.ts", ["--set", "fit.epochs=many"]);
  assert.equal(bad.code, 2);
  assert.match(bad.error.message ?? "", /^Cannot set fit\.epochs to "many": /);
  assert.equal(bad.end.status, "failed");
  const name = await desk.train("./p.ts#other");
  assert.equal(name.code, 2);
  assert.match(name.error.message ?? "", /export "other"/);
  assert.equal(name.error.remedy, "Choose one of its pipelines: no #");
});
