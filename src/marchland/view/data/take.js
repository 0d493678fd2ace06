"use strict";
// Copy, save or print one picture: its buttons stand below it. Nothing is fetched.
(function () {
  const SCALE = 2, TITLE = 44, FOOT = 26, SAID = 2000;

  const frameOf = (button) => button.closest("figure, .drawn");
  const plotOf = (frame) => frame.querySelector(".js-plotly-plot");
  // The day of a picture that moves stands in the controls that play it.
  const dayOf = (plot) => document.querySelector(`[data-plays="${plot.closest("[id]").id}"] output`)?.textContent;
  function titleOf(frame) {
    const heading = (frame.querySelector("h3") ?? frame.closest("section")?.querySelector("h2"))?.textContent ?? "";
    return [heading, dayOf(plotOf(frame))].filter(Boolean).join(": ");
  }

  // As it is on the screen, with what stands around it on the page: its title above, and the page it is from below.
  function alone(frame) {
    const plot = plotOf(frame);
    const look = window.getComputedStyle(document.body);
    const paper = look.getPropertyValue("--card").trim() || look.backgroundColor;
    const { t = 0, b = 0, ...margin } = plot.layout.margin ?? {};
    const line = { showarrow: false, xref: "paper", yref: "container", x: 0, xanchor: "left" };
    const text = (words, size) => ({ text: words, font: { size, color: look.color } });
    const layout = {
      ...plot.layout,
      paper_bgcolor: paper,
      margin: { ...margin, t: t + TITLE, b: b + FOOT },
      title: { ...text(titleOf(frame), 16), x: 0.02, xanchor: "left", y: 0.97, yanchor: "top", automargin: false },
      width: plot.offsetWidth,
      height: plot.offsetHeight + TITLE + FOOT,
      autosize: false,
    };
    const foot = { ...line, ...text(document.title, 11), yref: "paper", y: 0, yanchor: "top", yshift: -b - 2 };
    layout.annotations = [...(plot.layout.annotations ?? []), foot];
    return { data: plot.data, layout, config: SAID.plot };
  }

  async function image(frame) {
    const { data, layout, config } = alone(frame);
    const held = await window.Plotly.toImage({ data, layout, config }, { format: "png", scale: SCALE, width: layout.width, height: layout.height });
    const bytes = Uint8Array.from(window.atob(held.split(",")[1]), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  }

  const fileName = (frame) => `${titleOf(frame) || document.title}`.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) + ".png";

  async function save(frame) {
    const link = document.createElement("a");
    link.href = window.URL.createObjectURL(await image(frame));
    link.download = fileName(frame);
    link.click();
    window.setTimeout(() => window.URL.revokeObjectURL(link.href), SAID);
  }

  // A browser that lets no page write pictures to the clipboard saves the picture instead.
  async function copy(frame) {
    try {
      await navigator.clipboard.write([new window.ClipboardItem({ "image/png": image(frame) })]);
      return true;
    } catch (refused) {
      await save(frame);
      return false;
    }
  }

  function print(frame) {
    const leave = () => {
      frame.classList.remove("alone");
      document.body.classList.remove("one-picture");
    };
    window.addEventListener("afterprint", leave, { once: true });
    frame.classList.add("alone");
    document.body.classList.add("one-picture");
    window.print();
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-take]");
    if (!button) return;
    const frame = frameOf(button);
    if (!frame || !plotOf(frame)) return;
    if (button.dataset.take === "print") { print(frame); return; }
    if (button.dataset.take === "save") { await save(frame); return; }
    const words = button.textContent;
    if (await copy(frame) && button.dataset.done) {
      button.textContent = button.dataset.done;
      window.setTimeout(() => { button.textContent = words; }, SAID);
    }
  });
})();
