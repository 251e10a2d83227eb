// 键盘：按 / 、s 或 f，光标到搜索框；窄屏没有搜索框时，到搜索页。没有脚本，网站照常能用。
(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!["/", "s", "f"].includes(event.key) || typing(document.activeElement)) return;
    const boxes = [...document.querySelectorAll("#qd-search input[type=search], [data-qd-search-key]")];
    const inPage = boxes.filter((box) => box.closest("main"));
    const box = [...inPage, ...boxes].find((candidate) => candidate.offsetParent !== null);
    event.preventDefault();
    if (box) {
      box.focus();
      box.select();
    } else {
      const link = document.querySelector(".qd-header-link");
      if (link) location.href = link.href;
    }
  });
})();
