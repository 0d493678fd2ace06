"use strict";
// What Dash's own controls lack for people who use a keyboard or a screen reader: a choice that holds a
// box or a button is no option of a list, and what cannot be seen is not stopped at by the Tab key.
(function () {
  const CHOICE = ".dash-options-list-option";
  const HIDDEN = "[aria-hidden='true'][tabindex='0']";

  function mend() {
    for (const one of document.querySelectorAll(`${CHOICE}[role]`)) {
      if (!one.querySelector("input")) continue;
      one.removeAttribute("role");
      const list = one.closest("[role='listbox']");
      if (list) list.setAttribute("role", "group");
    }
    for (const one of document.querySelectorAll(`${CHOICE}:not([role])[aria-selected]`)) {
      one.removeAttribute("aria-selected");
    }
    for (const one of document.querySelectorAll(HIDDEN)) one.setAttribute("tabindex", "-1");
  }

  const watched = ["role", "aria-selected", "tabindex"];
  new MutationObserver(mend).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: watched,
  });
})();
