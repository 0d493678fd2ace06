"use strict";
// Dates and numbers as the language of the page writes them; SAID holds its words.
function dayInWords(date) {
  const [year, month, day] = date.split("-").map(Number);
  return SAID.day.replace("{day}", day).replace("{month}", SAID.months[month - 1]).replace("{year}", year);
}

function numberInWords(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, SAID.group);
}

// The page as it is, in another language: the app remembers it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-lang]");
  if (!link) return;
  event.preventDefault();
  const address = new URL(window.location.href);
  address.searchParams.set("lang", link.dataset.lang);
  window.location.assign(address);
});
