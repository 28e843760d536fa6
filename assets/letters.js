// In the head of a page: its picture is seen once its letters are there, or after a moment at the latest. Words that are drawn
// in other letters first would move when their own come.
(function () {
  const LONGEST_WAIT_MS = 1500;
  const letters = ["400", "600", "700"].map((weight) => document.fonts.load(`${weight} 15px Sarabun`, "กa"));
  const patience = new Promise((done) => setTimeout(done, LONGEST_WAIT_MS));
  Promise.race([Promise.allSettled(letters), patience]).then(() => document.documentElement.classList.add("has-letters"));
})();
