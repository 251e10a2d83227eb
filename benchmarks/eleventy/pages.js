// What stands in each kind of page. A record in, HTML out.
export const e = (words) =>
  String(words).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
export const TITLES = { documents: "文件", units: "单位", deadlines: "时限" };

const all = (items, show, joint = "") => items.map(show).join(joint);
const link = ({ text, url }) => (url ? `<a href="${url}">${e(text)}</a>` : e(text));
const term = (id, words) => `<a class="qd-term" href="/glossary/#${id}">${words}</a>`;

const path = (...steps) => `<nav class="qd-path" aria-label="当前位置"><ol>
${all([{ text: "首页", url: "/" }, ...steps], (s) => (s.url ? `<li>${link(s)}</li>` : `<li aria-current="page">${e(s.text)}</li>`), "\n")}
</ol></nav>`;

const contents = (toc) =>
  toc.length
    ? `<details class="qd-contents"><summary>本页目录</summary><ul>
${all(toc, (t) => `<li class="qd-level-${t.level}"><a href="#${t.id}">${e(t.text)}</a></li>`, "\n")}
</ul></details>`
    : "";

const offered = (found) =>
  `<ul>${all(found, (o) => `<li><a class="${o.kind}" href="${o.url}"${o.name ? ` download="${e(o.name)}"` : ""}>${e(o.text)}</a></li>`)}</ul>`;
const offers = ({ first, more, words }) =>
  first.length
    ? `<nav class="qd-takeaway" aria-label="下载与订阅"><span aria-hidden="true">下载与订阅</span>${offered(first)}${more.length ? `<details><summary>${e(words)}</summary>${offered(more)}</details>` : ""}</nav>`
    : "";

const PATTERNS = `<svg class="qd-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="qd-p1" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="qd-ink" width="8" height="8"/></pattern>
<pattern id="qd-p2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="qd-pale" width="6" height="6"/><rect class="qd-ink" width="2.4" height="6"/></pattern>
<pattern id="qd-p3" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="qd-pale" width="6" height="6"/><circle class="qd-ink" cx="3" cy="3" r="1.5"/></pattern>
<pattern id="qd-p4" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="qd-pale" width="8" height="8"/></pattern>
</defs></svg>`;

function bar(chart, { total, parts, parted, ...named }) {
  let x = 0;
  let drawn = chart.key.length ? "" : "<rect/>";
  if (chart.key.length)
    parts.forEach((part, n) => {
      const width = (part / total) * 100;
      if (part) drawn += `<rect class="qd-part" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" fill="url(#qd-p${n + 1})"/>`;
      x += width;
    });
  const told = parted ? `<small>（${e(parted)}）</small>` : "";
  const svg = total ? `<svg width="${((total / chart.most) * 84).toFixed(2)}%" aria-hidden="true">${drawn}</svg>` : "";
  return `<tr><th scope="row">${link(named)}</th><td>${svg}<span>${total}${told}</span></td></tr>`;
}

const charts = (found) => `${found.some((c) => c.key.length) ? PATTERNS : ""}\n${all(found, chart, "\n")}`;
const chart = (c) => `<figure class="qd-chart" id="${c.id}" aria-labelledby="${c.id}-title">
<figcaption><b id="${c.id}-title">${e(c.title)}</b><span>${e(c.told)}</span></figcaption>
${c.key.length ? `<ul class="qd-key" aria-label="图例">${all(c.key, (name, n) => `<li><svg width="18" height="14" aria-hidden="true" focusable="false"><rect class="qd-part" x="1" y="1" width="16" height="12" fill="url(#qd-p${n + 1})"/></svg>${name}</li>`)}</ul>` : ""}
<table class="qd-bars">
${all(c.bars, (b) => bar(c, b), "\n")}
</table>
</figure>`;

const units = (found, joint) => all(found, (u) => `<a href="/${u.url}">${e(u.name)}</a>`, joint);
const due = (d) => `<a href="/${d.url}">${e(d.text)}</a>${d.day ? `<time datetime="${d.slug}">${d.day}</time>` : ""}`;
const row = (t) =>
  `<tr data-task="${t.id}"><td><p>${e(t.text)}</p><p class="qd-from"><a href="/${t.url}">${e(t.from)}</a></p></td><td>${units(t.lead, "、")}</td><td>${units(t.responsible, "、")}${t.supporting.length ? `<br><span class="qd-as">配合</span> ${units(t.supporting, "、")}` : ""}</td><td>${due(t.deadline)}</td></tr>`;
const tools = (rows) => (rows.length > 4 ? '<div class="qd-tools"></div>' : "");

const listing = (ids, caption, { tasks }) => `${tools(ids)}
<table class="qd-table qd-listing">
<caption class="qd-hidden">${e(caption)}</caption>
<thead><tr><th scope="col">任务</th><th scope="col">牵头单位</th><th scope="col">责任、配合单位</th><th scope="col">完成时限</th></tr></thead>
<tbody>
${all(ids, (id) => row(tasks[id]), "\n")}</tbody>
</table>`;

const entry = (d, { tasks }) => (item) => {
  if (item.heading)
    return `<tr id="${item.id}" class="qd-heading qd-heading-${item.level}"><th scope="colgroup" colspan="5">${e(item.heading)}</th></tr>`;
  const t = tasks[item.task];
  return `<tr id="${t.anchor}" data-task="${t.id}"><td class="qd-number" data-label="序号"><a href="#${t.anchor}">${t.number}</a></td><td class="qd-text" data-label="重点工作"><p>${e(t.text)}</p><p class="qd-from"><a href="/${d.original_url}#L${t.line}">原件第 ${t.line} 行</a></p></td><td class="qd-lead" data-label="牵头单位">${units(t.lead, "，")}</td><td class="qd-responsible" data-label="责任单位">${units(t.responsible, "，")}</td><td class="qd-deadline" data-label="完成时限">${t.deadline.printed ? due(t.deadline) : ""}</td></tr>`;
};

const related = (d) => `<section class="qd-related">
<h2 id="related">别的文件里相近的任务</h2>
<details class="qd-more">
<summary>${e(d.related)}</summary>
<p class="qd-quiet">写有同一段话、而这段话别处少见的任务，列在一起，一项最多列三个。由程序比对文字找出，不是文件写明的关系，要求和时限可能不同。</p>
<ul>
${all(d.alike, (a) => `<li>${link(a)}<ul>${all(a.tasks, (t) => `<li>${link(t)}${e(t.why)}</li>`, "\n")}</ul></li>`, "\n")}
</ul>
</details>
</section>`;

export const document = (d, data) => `${path({ text: "文件", url: "/documents/" }, { text: d.short })}
<header class="qd-head">
<h1 id="main">${e(d.title)}</h1>
</header>
<dl class="qd-facts">
${all(d.facts, (f) => `<div><dt>${link(f.name)}</dt><dd>${link(f.value)}</dd></div>`, "\n")}
</dl>
<p class="qd-quiet">各单位还没有报送${term("progress", "进展")}。${term("not-reported", "未报送")}不等于没有做。</p>
<p class="qd-jump"><a href="#list-1">直接看清单（${d.tasks} 项）</a></p>
${offers(d.offers)}
${contents(d.toc)}
<div class="qd-figures">${charts(d.charts)}</div>
<section class="qd-letter">
<h2 id="notice">通知正文</h2>
<p class="qd-addressees">${e(d.addressees)}：</p>
${all(d.body, (p) => `<p>${e(p)}</p>`)}
<p class="qd-signature"><span>${e(d.issuer)}</span><span>${d.signed_day}</span></p>
<p class="qd-copies">抄送：${e(d.copied)}。</p>
</section>
<h2 id="list-1">${e(d.list_title)}</h2>
<p class="qd-quiet">共 ${d.tasks} 项。点序号，可以复制那一项的链接和引用。名词解释：${all(d.terms, (t) => `<a class="qd-term" href="${t.url}">${e(t.text)}</a>`, "、")}。</p>
<div class="qd-tools"></div>
<table class="qd-table qd-printed">
<caption class="qd-hidden">${e(d.list_title)}</caption>
<thead><tr>${all(d.header, (name) => `<th scope="col">${e(name)}</th>`)}</tr></thead>
<tbody>
${all(d.entries, entry(d, data), "\n")}
</tbody>
</table>
${d.alike.length ? related(d) : ""}
<section class="qd-source">
<h2 id="source">原件和下载</h2>
<ul>
<li><a href="/${d.original_url}">原文对照：原件和数据逐段并排</a></li>
${all(d.downloads, (f) => `<li><a href="${f.url}" download>${e(f.text)}</a></li>`, "\n")}
<li>全部任务的数据：<a href="/data/tasks.csv">CSV 表格</a>、<a href="/data/tasks.xlsx">Excel 表格</a>、<a href="/data/tasks.json">JSON</a></li>
</ul>
</section>
<section id="cite" class="qd-cite" data-id="${d.id}" data-title="${e(d.title)}" data-cite="${e(d.pattern)}" data-url="" data-report="">
<h2>引用和纠错</h2>
<p class="qd-citation">${e(d.citation)}</p>
<p class="qd-quiet">照 GB/T 7714 的格式。<span class="qd-copy"></span></p>
</section>`;

const passage = (p) => {
  if (p.field)
    return `<a${p.passage ? ` id="p${p.passage}"` : ""} class="${p.kind}"${p.key ? ` data-k="${p.key}"` : ""} href="#f${p.field}">${e(p.words)}</a>`;
  return p.kind ? `<mark class="${p.kind}">${e(p.words)}</mark>` : e(p.words);
};
const value = (v) => {
  const words = all(v.pieces, (p) => (p.unit ? `<i>${e(p.words)}</i>` : e(p.words)));
  return v.field ? `<a id="f${v.field}" class="${v.kind}" href="#p${v.passage}">${words}</a>` : `<span>${words}</span>`;
};
const cell = (c) => {
  const rule = c.rule ? ` · <a href="#r${c.rule}">规则 ${c.rule}</a>` : "";
  return `<dt>${e(c.key)}<dd>${all(c.values, value)}${c.read ? `<small>${e(c.read)}</small>` : ""}${c.deadline ? `<small>读作 <b>${e(c.deadline)}</b>${rule}</small>` : ""}${c.task ? `<small><a href="../#${c.task}">任务页</a></small>` : ""}\n`;
};
const field = (f) => (f.level ? `<p class="rv-h${f.level}">${value(f.cells[0].values[0])}</p>` : `<dl>${all(f.cells, cell)}</dl>`);

export const original = (d) => `${path({ text: "文件", url: "/documents/" }, { text: d.short, url: `/${d.page}` }, { text: "原文对照" })}
<h1 id="main">原文对照</h1>
<p><a href="/${d.page}">${e(d.title)}</a></p>
<p class="qd-quiet">“原件”是从 ${d.id}.txt 里读出的文字，一行不少，行首是行号；“数据”是本站收录的内容。点一段文字，另一边对应的地方就亮起来。逐字核对过：原件的每一个字都有着落，数据没有原件以外的字。</p>
<div class="rv" data-rv>
<div class="rv-bar">
<nav class="rv-tabs" aria-label="原件和数据"><a href="#rv-original">原件</a><a href="#rv-fields">数据</a></nav>
<span class="rv-step" hidden><button type="button" data-step="-1" aria-keyshortcuts="Shift+F8">上一处</button><button type="button" data-step="1" aria-keyshortcuts="F8">下一处</button></span>
<p class="rv-said" aria-live="polite"></p>
</div>
<details class="rv-legend"><summary>颜色和标签</summary><ul>
${all(d.aligned.legend, (k) => `<li><span class="${k.kind}">${k.name}</span></li>`)}
</ul><p>标签写在每段文字前面。没有底色的是格线、括号、“牵头单位：”一类的标记，只用来分隔和说明。</p></details>
<div class="rv-panes">
<section class="rv-pane rv-original" id="rv-original" tabindex="0" aria-label="原件">
<h2>原件</h2>
<ol>
${all(d.aligned.lines, (line, i) => `<li id="L${i + 1}">${all(line, passage)}</li>`, "\n")}
</ol>
</section>
<section class="rv-pane rv-fields" id="rv-fields" tabindex="0" aria-label="读出的数据">
<h2>读出的数据</h2>
${all(d.aligned.groups, (g) => `<section${g.kind ? ` class="rv-${g.kind}"` : ""}>\n<h3>${e(g.title)}</h3>\n${all(g.entries, field, "\n")}\n</section>`, "\n")}
<section><h3>读时限用到的规则</h3>
<ol class="rv-rules">
${all(d.aligned.rules, (rule, i) => `<li id="r${i + 1}">${e(rule)}</li>`, "\n")}
</ol></section>
</section>
</div>
</div>
${all(d.downloads, (f) => `<p><a href="${f.url}" download>下载${e(f.text)}</a></p>`, "\n")}`;

const heat = (h) => `<h2 id="heat">单位和时限</h2>
<p class="qd-quiet">${e(h.told)}</p>
<div class="qd-wide" role="region" aria-label="单位和时限" tabindex="0">
<table class="qd-heat">
<caption class="qd-hidden">各单位在各个时限的任务数</caption>
<thead><tr><th scope="col">单位</th>${all(h.head, (a) => `<th scope="col">${link(a)}</th>`)}</tr></thead>
<tbody>
${all(h.rows, (r) => `<tr><th scope="row">${link(r)}</th>${all(r.cells, (c) => `<td${c.shade ? ` class="qd-shade-${c.shade}"` : ""}>${c.count}</td>`)}</tr>`, "\n")}
</tbody>
</table>
</div>`;

const numbers = (found, name) => `${tools(found)}
<table class="qd-table qd-numbers">
<caption class="qd-hidden">${name}和任务数</caption>
<thead><tr><th scope="col">单位</th><th scope="col">牵头</th><th scope="col">负责</th><th scope="col">配合</th><th scope="col">通过统称</th></tr></thead>
<tbody>
${all(found, (u) => `<tr><td data-label="单位"><a href="/${u.url}">${e(u.name)}</a></td><td data-label="牵头">${u.counts[0] || ""}</td><td data-label="负责">${u.counts[1] || ""}</td><td data-label="配合">${u.counts[2] || ""}</td><td data-label="通过统称"></td></tr>`, "\n")}
</tbody>
</table>`;

export const region = (r) => `${path({ text: "单位", url: "/units/" }, { text: r.name })}
<h1 id="main">${e(r.name)}的单位</h1>
${contents(r.toc)}
<h2 id="documents">文件</h2>
<ul class="qd-plain">
${all(r.documents, (d) => `<li><a href="/${d.url}">${e(d.title)}</a>（${d.tasks} 项）</li>`, "\n")}
</ul>
${charts(r.charts)}
${r.heat ? heat(r.heat) : ""}
<h2 id="units">单位</h2>
<p class="qd-quiet">任务多的在前。空格表示没有。</p>
${numbers(r.units.filter((u) => !u.collective), "单位")}
<h2 id="collectives">统称</h2>
<p class="qd-quiet">清单用一个名称指一批单位，例如“各区、县（市）政府”，也叫${term("collective", "泛称")}。</p>
${numbers(r.units.filter((u) => u.collective), "统称")}`;

const ROLES = [
  ["lead", "牵头", "牵头单位", "是该单位的任务，"],
  ["responsible", "负责", "责任单位", "里有该单位的任务，"],
  ["supporting", "配合", "配合单位", "里有该单位的任务，"],
];
export const unit = (u, data) => `${path({ text: "单位", url: "/units/" }, u.region_link, { text: u.name })}
<h1 id="main">${e(u.name)}</h1>
<p class="qd-intro">${link(u.region_link)}</p>
${u.namesakes.length ? `<p class="qd-quiet">其他地区也有同名的单位：${all(u.namesakes, link, "、")}。</p>` : ""}
${u.collective ? `<aside class="qd-notice"><p>这是一个统称（${term("collective", "泛称")}），指一批单位。清单没有写明包括哪些单位，这里不作推测。</p></aside>` : ""}
<ul class="qd-counts">
${all(u.counts, ([title, n, at]) => `<li><a href="${at}"><b>${n}</b>${title}</a></li>`, "\n")}
</ul>
${offers(u.offers)}
${contents(u.toc)}
${charts(u.charts)}
${all(
  ROLES.filter(([role]) => u[role].length),
  ([role, title, word, told]) => `<h2 id="${role}">${title}的任务<span class="qd-count">${u[role].length} 项</span></h2>
<p class="qd-quiet">${term(role, word)}${told}按完成时限排列。</p>
${listing(u[role], `${title}的任务`, data)}`,
  "\n",
)}`;

const byDocument = (documents) => `<ul class="qd-documents">
${all(documents, (d) => `<li>${link(d)}${e(d.region)}<p>${all(d.tasks, (t) => `<span>${link(t)}</span>`)}</p></li>`, "\n")}
</ul>`;
export const deadline = (d, data) => `${path({ text: "时限", url: "/deadlines/" }, { text: d.name })}
<h1 id="main">${e(d.title)}</h1>
<nav class="qd-views" aria-label="时限的几种看法"><ul>
${all(d.views, (v) => `<li>${link(v)}</li>`, "\n")}
</ul></nav>
<p class="qd-intro">${e(d.intro)}</p>
${offers(d.offers)}
${contents(d.toc)}
${all(
  d.groups,
  (group, i) => `<section>
<h2 id="${d.sections[i].id}">${group.text ? `原文写“${e(group.text)}”` : "原文没有写时限"}<span class="qd-count">${group.tasks.length} 项</span></h2>
<p class="qd-quiet">${e(d.sections[i].rule)}</p>
${d.sections[i].documents.length ? byDocument(d.sections[i].documents) : listing(group.tasks, d.title, data)}
</section>`,
  "\n",
)}`;

export const documents = (_, data) => `${path({ text: "文件" })}
<h1 id="main">文件</h1>
<p class="qd-quiet">共 ${data.documents.length} 份。先按省、市、县排列，后面再按年度排列。</p>
${all(data.regions, (r) => `<section>
<h3>${e(r.name)}</h3>
<ul class="qd-documents">
${all(r.documents, (d) => `<li><a href="/${d.url}">${e(d.title)}</a><p><span>${d.number}</span><span>${d.signed_day}</span><span>${d.tasks} 项任务</span></p></li>`, "\n")}
</ul>
</section>`, "\n")}
<h2 id="years">按年度</h2>
${all(data.years, (y) => `<section>
<h3 id="year-${y.year}">${y.year}年</h3>
<ul class="qd-plain">
${all(y.documents, (d) => `<li>${e(d.name)}：<a href="/${d.url}">${e(d.short)}</a>（${d.tasks} 项）</li>`, "\n")}
</ul>
</section>`, "\n")}`;

export { unitsIndex as units };
const unitsIndex = (_, data) => `${path({ text: "单位" })}
<h1 id="main">单位</h1>
<p class="qd-quiet">清单里写明的 ${data.units.length} 个单位，按地区排列，单位后面是任务数。不同地区的同名单位，各是各的。</p>
${all(data.regions, (r) => `<section>
<h2><a href="/${r.url}">${e(r.name)}</a></h2>
<ul class="qd-chips">
${all(r.units.slice(0, 12), (u) => `<li><a href="/${u.url}">${e(u.name)}</a> <b>${u.total}</b></li>`, "\n")}
</ul>
<p><a href="/${r.url}">全部 ${r.units.length} 个单位</a></p>
</section>`, "\n")}`;

export const deadlines = (_, data) => `${path({ text: "时限" })}
<h1 id="main">时限</h1>
<ul class="qd-chips">
${all(data.deadlines, (d) => `<li><a href="/${d.url}">${e(d.name)}</a> <b>${d.count}</b></li>`, "\n")}
</ul>`;
