(() => {
  "use strict";
  const words = document.getElementById("_words").dataset;
  const status = document.getElementById("_said");

  // On a narrow page the contents begin closed, so that the answer is seen.
  const contents = document.getElementById("_contents");
  if (matchMedia("(max-width: 40rem)").matches) contents.open = false;

  // Only a box that scrolls needs the keyboard.
  const boxes = new ResizeObserver(all => {
    for (const { target } of all) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  });
  for (const box of document.querySelectorAll(".scroll")) boxes.observe(box);

  // What is folded away is printed too, but for what only says again what
  // stands elsewhere in print.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .again)")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });

  // An address that leads into something folded away unfolds it.
  const unfold = () => {
    let e = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (; e; e = e.parentElement) if (e.localName === "details") e.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  const svgOf = figure => new XMLSerializer().serializeToString(figure.querySelector("svg"));

  const pngOf = figure => new Promise((resolve, reject) => {
    const svg = figure.querySelector("svg"), image = new Image();
    const size = svg.viewBox.baseVal, scale = 300 / 72;
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(size.width * scale);
      canvas.height = Math.round(size.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error("no picture")), "image/png");
    };
    image.onerror = () => reject(new Error("no picture"));
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgOf(figure));
  });

  // The text of a cell: of a mark its meaning. A text that a spreadsheet would
  // take for a formula gets an apostrophe.
  const textOf = cell => {
    const mark = cell.querySelector(".unseen");
    const text = (mark || cell).textContent.replace(/\s+/g, " ").trim();
    return /^[=+@\t\r-]/.test(text) ? "'" + text : text;
  };

  const csvOf = table => {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (rows[y][x] !== undefined) x++;
        for (let down = 0; down < cell.rowSpan; down++) rows[y + down][x] = textOf(cell);
        x++;
      }
    });
    return rows.map(row => row.map(text => /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text).join(",") + "\r\n").join("");
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // Copies; where the clipboard is closed to the page, saves a file.
  const copy = async (type, name, make) => {
    const blob = async () => {
      const made = await make();
      return made instanceof Blob ? made : new Blob([made], { type });
    };
    try {
      if (type === "image/png") await navigator.clipboard.write([new ClipboardItem({ [type]: blob() })]);
      else await navigator.clipboard.writeText(await make());
      return words.copied;
    } catch {
      save(await blob(), name);
      return words.saved;
    }
  };

  const button = (tools, kind, what, type, name, make) => {
    const b = document.createElement("button");
    const label = words.copy.replace("%s", kind);
    b.type = "button";
    b.textContent = label;
    b.setAttribute("aria-label", label + ": " + what);
    b.addEventListener("click", async () => {
      let said = words.failed;
      try { said = await copy(type, name + "." + kind.toLowerCase(), make); } catch {}
      status.textContent = said + ": " + what;
      b.textContent = said;
      setTimeout(() => { b.textContent = label; }, 2000);
    });
    tools.append(b);
  };

  const tools = box => {
    const t = document.createElement("div");
    t.className = "tools";
    box.append(t);
    return t;
  };
  for (const figure of document.querySelectorAll("figure")) {
    const t = tools(figure), what = figure.querySelector(".scroll").getAttribute("aria-label"), name = figure.dataset.name;
    button(t, "SVG", what, "image/svg+xml", name, () => svgOf(figure));
    button(t, "PNG", what, "image/png", name, () => pngOf(figure));
  }
  for (const box of document.querySelectorAll(".table")) {
    const table = box.querySelector("table");
    button(tools(box), "CSV", table.caption.textContent, "text/csv", box.dataset.name, () => csvOf(table));
  }
})();
