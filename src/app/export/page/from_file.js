// Browsers load no modules from files, and this is none: whoever opens the page
// from a disk is told what to do.
if (location.protocol === "file:") {
  document.getElementById("lead").textContent =
    'This page must come from a web server: run "python3 -m http.server" in its ' +
    "folder and open the address that it says, since a browser loads no model " +
    "for a page that is opened from the disk.";
}
