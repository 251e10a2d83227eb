// The peer of our build: the same pages from the same data, by JavaScript templates.
import { readFileSync } from "node:fs";
import * as pages from "./pages.js";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

export default function (config) {
  const names = ["tasks", "documents", "regions", "units", "deadlines", "years"];
  const data = Object.fromEntries(names.map((name) => [name, read(`data/${name}.json`)]));
  const frames = read("frames.json");
  const index = (name) => ({ url: `${name}/`, title: pages.TITLES[name] });
  const kinds = {
    document: data.documents,
    original: data.documents.map((d) => ({ ...d, url: d.original_url, page: d.url, title: `原文对照：${d.short}` })),
    region: data.regions.map((r) => ({ ...r, title: `${r.name}的单位` })),
    unit: data.units.map((u) => ({ ...u, title: u.name })),
    deadline: data.deadlines,
    documents: [index("documents")],
    units: [index("units")],
    deadlines: [index("deadlines")],
  };
  for (const [kind, records] of Object.entries(kinds)) {
    const [before, after] = frames[kind];
    config.addTemplate(`${kind}.11ty.js`, {
      data: {
        records,
        pagination: { data: "records", size: 1, alias: "record" },
        permalink: ({ record }) => `/${record.url}index.html`,
      },
      render: ({ record }) =>
        before.replace("{{ .Title }}", () => pages.e(record.title)) + pages[kind](record, data) + after,
    });
  }
  return { dir: { input: "input", output: "site" } };
}
