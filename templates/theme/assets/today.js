// 今天：网页上写的从某一天算，哪天看都不错；这里照读者的日期换成今天的说法。
// 数从 data-qd-days 来：每个到期日，到了以后有几项已完成、已取消、已逾期、到期后没有再报送、未报送。
// 读者的时钟比那一天还早，就不信它，一个字也不换。qingdan/pages/reports.py 说的是同样的话。
// 放在 <head> 里，读到 data-qd-after 的地方就换好它前面的，还没有画出来：不会先说一样、再跳一样。
(() => {
  const root = new URL("..", document.currentScript.src);
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const said = (day) => day.split("-").map((n, i) => Number(n) + "年月日"[i]).join("");
  const apart = (day) => Math.round((Date.parse(day) - Date.parse(today)) / 864e5);

  const dueDays = () => document.querySelectorAll("[data-qd-due]").forEach((element) => {
    const days = apart(element.dataset.qdDue);
    const told = element.dataset.qdTold;
    if (element.closest(".qd-count")) element.textContent = days > 0 ? `，还有 ${days} 天` : days ? `，已过 ${-days} 天` : "，就是今天";
    else if (days >= 0) element.textContent = days ? `今天看，还有 ${days} 天。` : "就是今天。";
    else element.textContent = told ? `今天看，已过 ${-days} 天，${told}。` : `今天看，已过 ${-days} 天。`;
  });

  const NAMES = ["已完成", "已取消", "已逾期", "到期后没有再报送", "未报送进展"];
  const read = (place) => place.dataset.qdDays.split(" ").filter(Boolean).map((entry) => {
    const [day, counts] = entry.split(":");
    return { day, counts: counts.split(",").map(Number) };
  });
  const all = ({ counts }) => counts.reduce((sum, n) => sum + n, 0);
  const open = ({ counts }) => all({ counts: counts.slice(2) });
  const sum = (some, of) => some.reduce((total, day) => total + of(day), 0);
  const told = (some) => {
    const counts = NAMES.map((_, i) => sum(some, (d) => d.counts[i]));
    const known = NAMES.map((name, i) => (counts[i] ? `${name} ${counts[i]} 项` : "")).filter(Boolean);
    return known.length === 1 && counts[4] ? "都未报送进展" : known.join("，");
  };
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const link = (day) =>
    make("a", { href: new URL(`deadlines/${day}/`, root).href }, make("time", { datetime: day }, said(day)));
  const listed = (some, of) => some.flatMap((d, i) => [i ? "、" : "", link(d.day), ` ${of(d)} 项`]);

  const counted = () => {
    for (const words of document.querySelectorAll("a[href$='#as-of'], .qd-counted"))
      words.textContent = `从今天（${said(today)}）算`;
  };
  const month = said(today.slice(0, 7));

  // 图里的竖线：移到今天；今天不在图里，就收起
  const marks = (asOf) => {
    const [years, months, days] = today.split("-").map((n, i) => n - asOf.split("-")[i]);
    for (const mark of document.querySelectorAll(".qd-day")) {
      const x = parseFloat(mark.querySelector("text").getAttribute("x")) + ((years * 12 + months + days / 31) * 100) / 12;
      const told = mark.closest("figure").querySelector("figcaption span");
      told.textContent = told.textContent.replace(/竖线是.*?算。/, x < 100 ? `竖线是今天（${said(today)}）。` : "");
      if (x >= 100) {
        mark.remove();
        continue;
      }
      for (const name of ["x1", "x2"]) mark.querySelector("line").setAttribute(name, `${x}%`);
      mark.querySelector("text").setAttribute("x", `${x}%`);
      mark.querySelector("text").textContent = "今天";
    }
  };

  const views = {
    now({ place, ofMonth, past }) {
      counted();
      const tile = (slug, name, count) => {
        const box = place.querySelector(`[data-qd-tile="${slug}"]`);
        box.querySelector("span").textContent = name;
        box.querySelector("b").firstChild.data = count;
        return box;
      };
      tile("this-month", "本月到期", sum(ofMonth, all)).lastElementChild.textContent = month;
      tile("passed", "时限已过", sum(past, open));
    },
    next({ asOf, days, past, coming, pastTold }) {
      counted();
      marks(asOf);
      const next = document.querySelector(".qd-next");
      const blocks = new Map([...next.querySelectorAll(".qd-coming")].map((b) => [b.querySelector("time").dateTime, b]));
      const shown = coming.slice(0, 3).map((d) => {
        const due = make("span", {}, `${all(d)} 项，${apart(d.day) ? `还有 ${apart(d.day)} 天` : "就是今天"}`);
        due.className = "qd-count";
        return blocks.get(d.day) || make("div", { class: "qd-coming" }, make("h3", {}, link(d.day), due));
      });
      for (const old of next.querySelectorAll(".qd-coming, .qd-none, .qd-passed, .qd-lately")) old.remove();
      const words = days.length ? "写明日期的任务，时限都已过。" : "现有的清单没有写明日期的任务。";
      const lately = coming.length ? [] : past.slice(-3).reverse();
      const item = (d) => make("li", {}, link(d.day), make("p", {}, `${all(d)} 项，${told([d])}`));
      next.querySelector("h2").after(
        ...(shown.length ? shown : [make("p", { class: "qd-none" }, words)]),
        ...(past.length ? [make("p", { class: "qd-passed" }, pastTold + (lately.length ? "最近的是：" : ""))] : []),
        ...(lately.length ? [make("ul", { class: "qd-documents qd-lately" }, ...lately.map(item))] : [])
      );
    },
    calendar({ place, pastTold }) {
      counted();
      place.querySelector(".qd-passed").textContent = pastTold;
    },
    months({ asOf }) {
      marks(asOf);
      for (const time of document.querySelectorAll(".qd-months time"))
        if (time.dateTime < today && time.dateTime >= asOf) time.closest("li").append(make("small", {}, "已过"));
    },
    "this-month"({ place, asOf, ofMonth }) {
      if (today.slice(0, 7) === asOf.slice(0, 7)) return;
      const heading = document.querySelector("h1").textContent;
      place.append(
        `今天是${said(today)}。`,
        ...(ofMonth.length
          ? [`${month}到期的共 ${sum(ofMonth, all)} 项：`, ...listed(ofMonth, all)]
          : [`没有写明在${month}到期的任务`]),
        `。这一页是${heading}，从${said(asOf)}算。`
      );
    },
    passed({ place, asOf, past, since }) {
      const more = since.filter(open);
      if (!more.length) return;
      place.append(
        `到今天（${said(today)}），时限已过的一共 ${sum(past, open)} 项，`,
        `${told(past.map((d) => ({ counts: [0, 0, ...d.counts.slice(2)] })))}。`,
        `这一页列的是到${said(asOf)}为止的；以后的 ${sum(more, open)} 项，看那一天的：`,
        ...listed(more, open),
        "。"
      );
    },
  };

  // 页面还在读：读到一处标记，就换它管的那一部分
  let facts = null;
  const reached = (mark) => {
    const view = mark.dataset.qdAfter;
    mark.remove();
    // 几种看法的那一排里，这个月就叫本月
    for (const name of document.querySelectorAll(".qd-views a[href$='/this-month/']")) name.textContent = "本月到期";
    dueDays();
    const place = document.querySelector("[data-qd-days]");
    const asOf = place && place.dataset.qdAsOf;
    if (!views[view] || !place || today < asOf) return;
    if (!facts) {
      const days = read(place);
      const past = days.filter((d) => d.day < today);
      facts = {
        place,
        asOf,
        days,
        past,
        coming: days.filter((d) => d.day >= today),
        ofMonth: days.filter((d) => d.day.startsWith(today.slice(0, 7))),
        since: past.filter((d) => d.day >= asOf),
        pastTold: past.length ? `日子已过的共 ${sum(past, all)} 项，${told(past)}。` : "",
      };
    }
    views[view](facts);
  };
  const look = () => document.querySelectorAll("[data-qd-after]").forEach(reached);
  const watch = new MutationObserver(look);
  watch.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    look();
    watch.disconnect();
  });
})();
