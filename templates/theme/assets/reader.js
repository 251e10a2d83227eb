// 读者的工具：表格的查找、排序、筛选；索引页按年度、地区看；一项任务的链接、引用、纠错。
// 都是添上去的：没有脚本，表格、链接、日期照样在。选了什么写在网址里，可以转给别人。
(() => {
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const squeeze = (text) => text.replace(/\s+/g, "").toLowerCase();
  const state = new URLSearchParams(location.search);
  const keep = (name, value) => {
    if (value) state.set(name, value);
    else state.delete(name);
    const query = state.toString();
    history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash);
  };

  // ---- 表格

  const ORDER = { ongoing: "9998", none: "9999" };
  const sortKey = (cell) => {
    if (!cell) return "";
    const due = cell.querySelector("a[href*='deadlines/']");
    if (due) {
      const slug = due.getAttribute("href").split("/").at(-2);
      return ORDER[slug] || slug.replace("-year", "-12-32");
    }
    return cell.textContent.trim();
  };
  // 只在用的时候才做的：打开网页的时候，手机少忙一会儿
  const once = (make) => {
    let made = null;
    return () => (made ??= make());
  };
  const collator = once(() => new Intl.Collator("zh-CN", { numeric: true }));
  const wide = matchMedia("(min-width: 60em)");
  const tables = [...document.querySelectorAll("table.qd-printed, table.qd-listing, table.qd-numbers")].filter(
    (table) => !table.closest(".qd-chart")
  );

  tables.forEach((table, index) => {
    const place = table.closest(".qd-scroll") || table;
    const tools = place.previousElementSibling;
    if (!tools || !tools.matches(".qd-tools")) return;
    const body = table.tBodies[0];
    const all = [...body.rows];
    const isItem = (row) => !row.matches(".qd-heading, .qd-paragraph");
    const items = all.filter(isItem);
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map((head) => head.textContent.trim());
    const suffix = index ? String(index + 1) : "";
    const texts = once(() => new Map(items.map((row) => [row, squeeze(row.textContent)])));

    const find = make("input", { type: "search", autocomplete: "off" });
    const order = make("select", {}, make("option", { value: "" }, "原来的顺序"));
    names.forEach((name, i) => {
      order.append(make("option", { value: String(i + 1) }, `${name}，正序`));
      order.append(make("option", { value: String(-i - 1) }, `${name}，倒序`));
    });
    const status = make("p", { role: "status" });
    const clear = make("button", { type: "button" }, "全部显示");

    // 文件、时限、进展的种类不多，可以直接选；几份文件的任务在一起，时限照日子选
    const listing = table.matches(".qd-listing");
    const words = (row, i, part) => row.cells[i]?.querySelector(part)?.textContent.trim() || "";
    const kinds = heads.map((head, i) => {
      if (head.matches(".qd-deadline") || names[i] === "完成时限")
        return { label: "时限", read: (row) => (listing && words(row, i, "time")) || words(row, i, "a") };
      return head.matches(".qd-progress") && { label: "进展", read: (row) => words(row, i, ".qd-status") };
    });
    if (listing) kinds.unshift({ label: "文件", read: (row) => words(row, 0, ".qd-from a").replace(/ (第 .+ 项|\S+)$/, "") });
    const choices = kinds.filter(Boolean).flatMap(({ label, read }) => {
      const values = [...new Set(items.map(read))].filter(Boolean);
      if (values.length < 2 || values.length > 30) return [];
      const select = make("select", {}, make("option", { value: "" }, "全部"));
      for (const value of values) select.append(make("option", { value }, value));
      return { label, read, select };
    });

    const labelled = (text, control) => make("label", {}, `${text} `, control);
    tools.append(
      labelled("在表里找", find),
      ...choices.map((c) => labelled(c.label, c.select)),
      labelled("排序", order),
      clear,
      status
    );

    const filter = () => {
      const words = squeeze(find.value);
      let shown = 0;
      for (const row of items) {
        const fits = (!words || texts().get(row).includes(words)) && choices.every((c) => !c.select.value || c.read(row) === c.select.value);
        row.hidden = !fits;
        shown += fits;
      }
      // 标题下面一项也不剩的，标题也收起
      let open = [];
      for (const row of all) {
        if (row.matches(".qd-heading")) {
          const level = Number(/qd-heading-(\d+)/.exec(row.className)[1]);
          open = open.filter((h) => h.level < level);
          row.hidden = true;
          open.push({ level, row });
        } else if (row.matches(".qd-paragraph")) row.hidden = shown < items.length;
        else if (!row.hidden) for (const h of open) h.row.hidden = false;
      }
      const narrowed = shown < items.length;
      status.textContent = narrowed ? `显示 ${shown} 项，共 ${items.length} 项。` : "";
      clear.hidden = !narrowed && !order.value;
    };

    const sort = () => {
      const by = Number(order.value);
      table.toggleAttribute("data-sorted", Boolean(by));
      const sorted = [...items];
      if (by) {
        const column = Math.abs(by) - 1;
        const keys = new Map(items.map((row) => [row, sortKey(row.cells[column])]));
        sorted.sort((a, b) => {
          const [x, y] = [keys.get(a), keys.get(b)];
          if (!x || !y) return Number(!x) - Number(!y);
          return Math.sign(by) * collator().compare(x, y);
        });
      }
      body.append(...(by ? [...all.filter((r) => !isItem(r)), ...sorted] : all));
      heads.forEach((head, i) => {
        const mine = Math.abs(by) === i + 1;
        if (mine) head.setAttribute("aria-sort", by > 0 ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
    };

    // 宽屏上点表头也能排序；窄屏的表头收着，不放按钮
    const dress = () => {
      heads.forEach((head, i) => {
        const button = head.querySelector("button");
        if (wide.matches && !button) {
          const made = make("button", { type: "button", class: "qd-sort" }, ...head.childNodes);
          made.addEventListener("click", () => {
            const by = Number(order.value);
            order.value = by === i + 1 ? String(-i - 1) : by === -i - 1 ? "" : String(i + 1);
            change();
          });
          head.append(made);
        } else if (!wide.matches && button) button.replaceWith(...button.childNodes);
      });
    };

    const controls = [
      ["find", find],
      ["sort", order],
      ...choices.map((c) => [{ 文件: "document", 时限: "due", 进展: "status" }[c.label], c.select]),
    ];
    const change = () => {
      sort();
      filter();
      for (const [name, control] of controls) keep(name + suffix, control.value);
    };
    for (const [name, control] of controls) {
      control.value = state.get(name + suffix) || "";
      if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = "";
      control.addEventListener(control === find ? "input" : "change", change);
    }
    clear.addEventListener("click", () => {
      for (const [, control] of controls) control.value = "";
      change();
      find.focus();
    });
    dress();
    wide.addEventListener("change", dress);
    if (order.value) sort();
    if (controls.some(([, control]) => control.value)) filter();
    else clear.hidden = true;

    // 链接指着的那一行被筛掉了：全部显示
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && body.contains(target) && target.hidden) {
        clear.click();
        target.scrollIntoView();
      }
    };
    addEventListener("hashchange", reveal);
    reveal();
  });

  // ---- 索引页：只看某一年、某个地区

  const bar = document.querySelector(".qd-switch");
  if (bar) {
    const links = [...bar.querySelectorAll("a[data-qd-name]")];
    const parts = [...document.querySelectorAll("[data-years], [data-regions]")];
    const groups = [...document.querySelectorAll("[data-qd-group]")].reverse();
    const chosen = { year: state.get("year") || "", region: state.get("region") || "" };
    const status = make("p", { role: "status", class: "qd-quiet" });
    bar.append(status);
    const counts = (part, name) =>
      new Map((part.dataset[`${name}s`] ?? "").split(" ").filter(Boolean).map((x) => x.split(":")));
    const show = () => {
      let shown = 0;
      for (const part of parts) {
        const fits = ["year", "region"].every(
          (name) => !chosen[name] || !(`${name}s` in part.dataset) || counts(part, name).has(chosen[name])
        );
        part.hidden = !fits;
        if (fits && !part.matches("[data-qd-again] *")) shown++;
        const number = part.querySelector("[data-all]");
        if (number) number.textContent = (fits && chosen.region && counts(part, "region").get(chosen.region)) || number.dataset.all;
      }
      for (const group of groups)
        group.hidden = ![...group.querySelectorAll("[data-years], [data-regions]")].some((p) => !p.closest("[hidden]"));
      const any = chosen.year || chosen.region;
      document.documentElement.classList.toggle("qd-filtered", Boolean(any));
      status.textContent = any ? `符合的有 ${shown} ${bar.dataset.unit}。` : "";
      for (const link of links)
        if ((chosen[link.dataset.qdName] || "") === link.dataset.qdValue) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    };
    for (const link of links)
      link.addEventListener("click", (event) => {
        event.preventDefault();
        chosen[link.dataset.qdName] = link.dataset.qdValue;
        keep(link.dataset.qdName, link.dataset.qdValue);
        show();
      });
    show();
  }

  const copy = (text, done) => {
    const said = (worked) => {
      done.textContent = worked ? "已复制。" : "复制不了，请手动选取：" + text;
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => said(true), () => said(false));
    else said(false);
  };

  // ---- 文中的时间：指着看读法的，点一下、按回车也能看

  for (const date of document.querySelectorAll(".qd-date[title]")) {
    const told = make("small", { class: "qd-role" }, date.title);
    const turn = () => {
      if (told.isConnected) told.remove();
      else date.after(told);
      date.setAttribute("aria-expanded", told.isConnected);
    };
    for (const [name, value] of [["role", "button"], ["tabindex", 0], ["aria-expanded", false]]) date.setAttribute(name, value);
    date.addEventListener("click", turn);
    date.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      turn();
    });
  }

  // ---- 嵌入卡片：复制那一行网页代码

  const card = document.querySelector(".qd-offer-card");
  if (card) {
    const page = document.querySelector("link[rel=canonical]")?.href || location.href;
    const frame = make("iframe", {
      src: new URL(card.getAttribute("href").split("/").pop(), page).href,
      title: document.querySelector("h1").textContent.trim(),
      width: 340,
      height: 170,
      loading: "lazy",
    });
    const done = make("span", { role: "status" });
    const button = make("button", { type: "button" }, "复制嵌入代码");
    button.addEventListener("click", () => copy(frame.outerHTML, done));
    card.parentNode.append(" ", button, " ", done);
  }

  // ---- 一项任务的链接、引用、纠错：点序号，就在那一行出来

  const cite = document.getElementById("cite");
  if (!cite) return;
  const home = cite.dataset.url || location.href.replace(/[?#].*/, "");
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const cited = (item, url) =>
    cite.dataset.cite.replace("{item}", item).replace("{today}", `[${day}]`).replace("{url}", url);
  const tools = (url, item) => {
    const done = make("span", { role: "status" });
    const button = (label, text) => {
      const made = make("button", { type: "button" }, label);
      made.addEventListener("click", () => copy(text, done));
      return made;
    };
    return [button("复制链接", url), button("复制引用", cited(item, url)), done];
  };
  const filled = (values) =>
    Object.entries(values).reduce(
      (address, [gap, value]) => address.replaceAll(gap, encodeURIComponent(value)),
      cite.dataset.report
    );

  const text = cite.querySelector(".qd-citation");
  if (text) text.textContent = cited("", home);
  cite.querySelector(".qd-copy")?.append(...tools(home, ""));
  const report = cite.querySelector(".qd-report-link");
  if (report) report.href = filled({ "{编号}": cite.dataset.id, "{标题}": cite.dataset.title, "{原文}": cite.dataset.title, "{网址}": home });

  let shown = null;
  const offer = () => {
    const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (shown) shown.remove();
    shown = null;
    if (!row || !row.matches("tr[data-task]")) return;
    const url = home + location.hash;
    const number = row.querySelector(".qd-number a")?.textContent.trim() || row.dataset.task;
    const item = `: ${/^\d/.test(number) ? `第 ${number} 项` : number}`;
    shown = make("p", { class: "qd-task-tools" }, ...tools(url, item));
    if (cite.dataset.report) {
      const quote = row.querySelector(".qd-text p")?.textContent.slice(0, 200) || "";
      const address = filled({ "{编号}": row.dataset.task, "{标题}": cite.dataset.title, "{原文}": quote, "{网址}": url });
      shown.insertBefore(make("a", { href: address, rel: "noopener" }, "纠错"), shown.lastChild);
    }
    const alike = document.querySelector(`.qd-related > details > ul > li > a[href="${location.hash}"]`);
    if (alike) {
      const made = make("button", { type: "button" }, "相近的任务");
      made.addEventListener("click", () => {
        alike.closest("details").open = true;
        alike.scrollIntoView({ block: "center" });
        alike.focus();
      });
      shown.insertBefore(made, shown.lastChild);
    }
    row.querySelector(".qd-text").append(shown);
  };
  addEventListener("hashchange", offer);
  offer();
})();
