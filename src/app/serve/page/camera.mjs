/**
 * The camera of this device, shown until a picture is taken.
 *
 * @param find an element by its id
 */
export function camera({ find, onPicture, onProblem, onOpen, onClose }) {
  const video = find("camera");
  let stream;

  function show(open) {
    video.hidden = !open;
    find("shoot").hidden = !open;
    find("stop").hidden = !open;
    for (const id of ["webcam", "choose", "paste"]) {
      find(id).classList.toggle("aside", open);
    }
  }

  function close() {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = undefined;
    video.srcObject = null;
    show(false);
    onClose();
  }

  find("webcam").addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        // On a phone, the one that looks away from its owner.
        video: { facingMode: "environment" },
      });
    } catch {
      return onProblem("There is no camera here, or it is not allowed");
    }
    video.srcObject = stream;
    show(true);
    onOpen();
    await video.play();
    find("shoot").focus();
  });

  find("stop").addEventListener("click", () => {
    close();
    find("webcam").focus();
  });

  find("shoot").addEventListener("click", () => {
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
