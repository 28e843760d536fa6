// The table of a card as CSV and XLSX, made in the browser from the cells on screen: the files can hold nothing that the
// reader has not been shown, and the server needs no route that formats what somebody sends it.
(function () {
  const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const NUMBER = /^[+\-−]?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?$/;
  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

  // Spreadsheets take the typographic minus for a word.
  const plain = (text) => (NUMBER.test(text) ? text.replace("−", "-") : text);

  function cells(row) {
    return [...row.cells].flatMap((cell) => {
      const text = cell.textContent.replace(/\s+/g, " ").trim();
      return [text, ...Array(cell.colSpan - 1).fill("")].map((words) => ({ text: words, number: cell.classList.contains("number") }));
    });
  }

  // Rows of the card's tables, a blank one between two.
  function tableOf(card) {
    const tables = [...card.querySelectorAll("[data-rows] table")].map((table) => [...table.rows].map(cells));
    return tables.flatMap((rows, place) => (place ? [[], ...rows] : rows));
  }

  function aboutOf(card) {
    const words = (selector) => [...card.querySelectorAll(selector)].map((part) => part.textContent.trim());
    return [...words("header h2, header p"), ...words("footer [id$=-notes] > *"), ...words(".card-about p"), document.querySelector(".badge-credit")?.textContent, location.href].filter(Boolean);
  }

  function csv({ rows, about }) {
    // A cell that starts like a formula must stay a word in a spreadsheet.
    const safe = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
    const line = (texts) => texts.map((text) => `"${safe(plain(text)).replaceAll('"', '""')}"`).join(",");
    const lines = [...rows.map((row) => line(row.map(({ text }) => text))), "", ...about.map((words) => line([words]))];
    return new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
  }

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");

  // The format that shows a number as the table does: separators, decimals, per cent.
  function formatOf(text) {
    const decimals = text.match(/\.(\d+)/)?.[1] ?? "";
    return (text.includes(",") ? "#,##0" : "0") + (decimals ? `.${"0".repeat(decimals.length)}` : "") + (text.endsWith("%") ? "%" : "");
  }

  function amount(text) {
    const value = plain(text).replace(/[,%+]/g, "");
    if (!text.endsWith("%")) return value;
    const decimals = value.split(".")[1]?.length ?? 0;
    return (Number(value) / 100).toFixed(decimals + 2);
  }

  function column(place) {
    return (place >= 26 ? column(Math.floor(place / 26) - 1) : "") + String.fromCharCode(65 + (place % 26));
  }

  // Text is written as inline strings, which no spreadsheet computes.
  function sheet(rows, formats, bold) {
    const cell = ({ text, number }, at, style) => {
      if (!text) return "";
      if (!number || !NUMBER.test(text)) return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
      const format = formatOf(text);
      if (!formats.includes(format)) formats.push(format);
      return `<c r="${at}" s="${2 + formats.indexOf(format)}"><v>${amount(text)}</v></c>`;
    };
    const lines = rows.map((row, place) => `<row r="${place + 1}">${row.map((one, index) => cell(one, `${column(index)}${place + 1}`, bold && !place ? 1 : 0)).join("")}</row>`);
    const widths = (rows[0] ?? []).map((_, index) => Math.min(60, Math.max(8, ...rows.map((row) => (row[index]?.text.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, "").length ?? 0) + 2))));
    const cols = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("");
    return `${HEAD}<worksheet xmlns="${SHEET}">${cols && `<cols>${cols}</cols>`}<sheetData>${lines.join("")}</sheetData></worksheet>`;
  }

  function styles(formats) {
    const own = formats.map((format, place) => `<numFmt numFmtId="${164 + place}" formatCode="${escaped(format)}"/>`).join("");
    const used = formats.map((_, place) => `<xf numFmtId="${164 + place}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join("");
    const words = (font) => `<xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
    return (
      `${HEAD}<styleSheet xmlns="${SHEET}">${own && `<numFmts count="${formats.length}">${own}</numFmts>`}` +
      '<fonts count="2"><font><sz val="11"/><name val="Sarabun"/></font><font><b/><sz val="11"/><name val="Sarabun"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${2 + formats.length}">${words(0)}${words(1)}${used}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }

  function xlsx({ rows, about }, names) {
    const formats = [];
    const sheets = [sheet(rows, formats, true), sheet(about.map((text) => [{ text, number: false }]), formats, false)];
    const part = (name, type) => `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
    const relation = (id, type, target) => `<Relationship Id="r${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
    const relations = (inside) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`;
    const listed = names.map((name, place) => `<sheet name="${escaped(name)}" sheetId="${place + 1}" r:id="r${place + 1}"/>`).join("");
    return window.kaejon.zip([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("workbook", "sheet.main")}${part("styles", "styles")}${part("worksheets/sheet1", "worksheet")}${part("worksheets/sheet2", "worksheet")}</Types>`],
      ["_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml"))],
      ["xl/workbook.xml", `${HEAD}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets>${listed}</sheets></workbook>`],
      ["xl/_rels/workbook.xml.rels", relations(relation(1, "worksheet", "worksheets/sheet1.xml") + relation(2, "worksheet", "worksheets/sheet2.xml") + relation(3, "styles", "styles.xml"))],
      ["xl/styles.xml", styles(formats)],
      ["xl/worksheets/sheet1.xml", sheets[0]],
      ["xl/worksheets/sheet2.xml", sheets[1]],
    ], XLSX);
  }

  // The rows of a grid are on the server, in the order and under the filters on screen.
  async function sheetOf(card) {
    const rows = card.dataset.grid ? await window.kaejon.allRows(card.dataset.grid) : tableOf(card);
    return { rows, about: aboutOf(card) };
  }

  window.kaejon.sheets = { of: sheetOf, csv, xlsx };
})();
