/**
 * The camera of this device, shown until a picture is taken.
 *
 * @param find an element by its id
 */
export function camera({ find, onPicture, onProblem, onOpen, onClose }) {
  const video = find("camera");
  const shoot = find("shoot");
  let stream;
  /** Counts what was asked of it: a camera that comes later is let go again. */
  let asked = 0;

  function show(open) {
    video.hidden = !open;
    shoot.hidden = !open;
    find("stop").hidden = !open;
    for (const id of ["webcam", "choose", "paste"]) {
      find(id).classList.toggle("aside", open);
    }
  }

  function letGo(given) {
    for (const track of given.getTracks()) track.stop();
  }

  function close() {
    asked++;
    if (!stream) return;
    letGo(stream);
    stream = undefined;
    video.srcObject = null;
    show(false);
    onClose();
  }

  find("webcam").addEventListener("click", async () => {
    const own = ++asked;
    let given;
    try {
      given = await navigator.mediaDevices.getUserMedia({
        // On a phone, the one that looks away from its owner.
        video: { facingMode: "environment" },
      });
    } catch {
      if (own !== asked) return;
      return onProblem("There is no camera here, or it is not allowed");
    }
    if (own !== asked) return letGo(given);
    stream = given;
    video.srcObject = stream;
    // Before its first picture there is nothing to take.
    shoot.disabled = true;
    show(true);
    onOpen();
    // It fails where the camera is closed before it shows anything.
    await video.play().catch(() => {});
    if (own !== asked) return;
    shoot.disabled = false;
    shoot.focus();
  });

  find("stop").addEventListener("click", () => {
    close();
    find("webcam").focus();
  });

  shoot.addEventListener("click", () => {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      close();
      find("webcam").focus();
      onPicture(blob);
    }, "image/png");
  });

  return { close, isOpen: () => stream !== undefined };
}
