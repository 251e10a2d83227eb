/* The index, read: the twin of qingdan/search/reader.py. Which files there are and what stands in
   them is described in docs/reference/search-index.md. */
(function (search) {
  "use strict";

  const FORMAT = 4;
  const FIRST_TASK = 2; /* a document's passages: 0 its names, 1 its own text, then its tasks */
  const LONGEST_PHRASE = 24;
  const ROLES = ["lead", "responsible", "supporting"];
  const FACETS = ["region", "year", "document", "unit", "role", "kind", "due", "status"];
  const PLAIN = ["region", "year", "document", "kind", "due", "status"];
  const OF_DOCUMENTS = ["region", "year", "document", "number", "title"];

  /* An Error whose message can be shown to the reader. */
  class Unavailable extends Error {}

  async function unpack(bytes) {
    /* A server may have undone the gzip on its way. */
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    /* a Blob's stream would go through another process */
    const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const toText = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const toJson = (bytes) => JSON.parse(new TextDecoder("utf-16le", { fatal: true }).decode(bytes));

  function shardOf(gram, shards) {
    let value = 0x811c9dc5;
    for (const c of gram) value = Math.imul(value ^ c.codePointAt(0), 0x01000193) >>> 0;
    return ((value ^ (value >>> 15)) & (shards - 1)) >>> 0;
  }

  const join = (fields) => fields.map(search.fold).filter(Boolean).join("\n");

  const isDay = (slug) => /^\d{4}-\d\d-\d\d$/.test(slug);
  const bucket = (slug) => (isDay(slug) ? slug.slice(0, 7) : slug);

  /* 2022年12月31日, 2022年12月, 2022年全年, 长期, 未注明 */
  function dueName(slug) {
    const [year, month, day] = slug.split("-");
    if (slug.endsWith("year")) return month ? `${year}年全年` : "全年";
    if (month) return `${year}年${Number(month)}月${day ? `${Number(day)}日` : ""}`;
    return { ongoing: "长期", none: "未注明" }[slug] || slug;
  }

  /* [cells of units and deadline as printed, more columns, other names]. A cell that is 0 or left out holds
     the names of its units, or the deadline, and nothing else. */
  function cellsOf(record, task) {
    const [told = [], more = [], others = []] = task.slice(9);
    const names = task.slice(4, 7).map((units) => units.map((n) => record.parties[n][0]).join("、"));
    return [[...names, record.due[task[7]][0]].map((same, i) => told[i] || told[i] === "" ? told[i] : same), more, others];
  }

  class Index {
    constructor(base, manifest) {
      this.base = base;
      this.manifest = manifest;
      this.files = new Map();
      this.fetched = new Map();
      this.folded = new Map();
      this.common = new Set((manifest.common || "").split("\n"));
      this.starts = [];
      let at = 0;
      for (const count of manifest.tasks) {
        this.starts.push(at);
        at = Math.ceil((at + FIRST_TASK + count) / manifest.slot) * manifest.slot;
      }
      this.end = at;
      search.learn(manifest.fold);
    }

    /* A file of the index by name, read by `read` once; a failure is forgotten, so it can be tried again. */
    file(name, read) {
      return kept(this.files, name, async () => {
        const bytes = await this.bytes(name);
        this.fetched.delete(name);
        try {
          return await read(bytes);
        } catch {
          return load(this.base, name, this.manifest.version, read, "reload");
        }
      });
    }
    /* The same, not read yet: it may be asked for before it is known how to read it. */
    bytes(name) {
      return kept(this.fetched, name, () => load(this.base, name, this.manifest.version, (bytes) => bytes));
    }
    ordinal(passage) {
      const { starts } = this;
      let low = this.last || 0; /* mostly the same as the time before */
      if (starts[low] <= passage && !(starts[low + 1] <= passage)) return low;
      low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (starts[middle] <= passage) low = middle;
        else high = middle;
      }
      return (this.last = low);
    }
    async record(passage) {
      const ordinal = this.ordinal(passage);
      const block = this.manifest.everything || (await this.json("blocks", passage, this.manifest.block));
      return block.find((record) => record.n === ordinal);
    }
    json(kind, passage, size) {
      return this.file(`${kind}/${Math.floor(passage / size)}`, toJson);
    }
    /* {record, task, id} of a task's passage. */
    async task(passage) {
      const record = await this.record(passage);
      const task = record.tasks[passage - this.starts[record.n] - FIRST_TASK - record.first];
      return { record, task, id: `${record.id}/${task[0]}` };
    }
    /* [head, text] of a passage, folded. */
    async passage(number) {
      let known = this.folded.get(number);
      if (!known) {
        const record = await this.record(number);
        const which = number - this.starts[record.n];
        if (which === 0) known = [join([record.title, record.number, ...record.names]), ""];
        else if (which === 1) known = ["", join(record.says)];
        else {
          const task = record.tasks[which - FIRST_TASK - record.first];
          const [units, more, others] = cellsOf(record, task);
          known = [join([...record.sections[task[2]].slice(1), ...units, ...others]), join([task[3], ...more])];
        }
        this.folded.set(number, known);
      }
      return known;
    }

    async verified(candidates, word) {
      const found = new Map();
      const passages = await Promise.all(candidates.map((n) => this.passage(n)));
      passages.forEach(([head, text], i) => {
        const how = search.grade(word, head, text);
        if (how >= 0) found.set(candidates[i], how);
      });
      return found;
    }
    allPassages() {
      return this.starts.flatMap((start, n) =>
        Array.from({ length: FIRST_TASK + this.manifest.tasks[n] }, (_, i) => start + i));
    }
    nameOf(kind, name) {
      return `${kind}/${shardOf(name, this.manifest[kind])}`;
    }
    shard(kind, name, read) {
      return this.file(this.nameOf(kind, name), read);
    }

    isCommon(inner) {
      return Array.from(inner).length === 1 || this.common.has(inner);
    }
    /* The beginning of a word, as the index has it, by which its pages are found. */
    root(inner) {
      const points = Array.from(inner);
      let length = 2;
      while (length < points.length && this.common.has(points.slice(0, length).join(""))) length++;
      return points.slice(0, length).join("");
    }

    /* Every passage that holds the folded word -> how well: see grade. Of those `among` which alone it matters,
       where they are given; others may be missing: their texts are not fetched. The reader of shards is fetched only
       where there are shards, and while what it reads is on its way. */
    async lookup(word, among) {
      if (this.manifest.everything) return this.verified(among || this.allPassages(), word);
      this.expect(word);
      return (await this.shards()).lookup(this, word, among);
    }
    /* What the lookup of a word begins with is on its way: a round trip less where it is known that it will be asked. */
    expect(word) {
      if (this.manifest.everything) return;
      const inner = search.bounded(word);
      const name = this.isCommon(inner) ? this.nameOf("lists", inner) : this.nameOf("grams", this.root(inner));
      if (!this.files.has(name)) this.bytes(name).catch(() => null);
    }
    shards() {
      const reader = async () => search.shards || (await script(this.base, "assets/search-shards", this.manifest.version), search.shards);
      this.reader = this.reader || reader();
      return this.reader.catch((error) => {
        this.reader = null; /* it can be tried again */
        throw new Unavailable(`没有取到网页的程序 search-shards.js（${error.message}）。请检查网络后重试。`);
      });
    }

    /* Documents whose passages of the first `kinds` kinds are among the hits. */
    documentsOf(hits, kinds) {
      const found = new Set();
      this.starts.forEach((start, ordinal) => {
        for (let n = start; n < start + kinds; n++) if (hits.has(n)) found.add(ordinal);
      });
      return found;
    }
    tasksOf(ordinal) {
      return Array.from({ length: this.manifest.tasks[ordinal] }, (_, i) => this.starts[ordinal] + FIRST_TASK + i);
    }
    allTasks() {
      return this.starts.flatMap((_, n) => this.tasksOf(this.starts.length - 1 - n));
    }

    /* What words and fields find: {tasks, more, together, documents, named, words}. `tasks` hold one word at
       least themselves, best first; `more` gives those of documents whose names hold all words; they are found
       `together` where a field of tasks is asked for, else only where there are no others. */
    async match({ words, without, fields }) {
      const lookup = (word) => this.lookup(word);
      const phrase = phraseOf(words);
      if (phrase) this.expect(phrase);
      const [found, banned] = await Promise.all([Promise.all(words.map(lookup)), Promise.all(without.map(lookup))]);
      const named = found.map((hits) => this.documentsOf(hits, 1));
      const bannedNames = banned.map((hits) => this.documentsOf(hits, 1));
      const allowed = (n, ordinal) =>
        !bannedNames.some((names) => names.has(ordinal)) && !banned.some((hits) => hits.has(n));
      const everywhere = (sets) => Array.from(sets[0]).filter((n) => sets.every((set) => set.has(n)));
      /* How much a hit of each word counts: the rarer, the more. */
      const passages = this.manifest.tasks.reduce((sum, count) => sum + count + FIRST_TASK, 0);
      const weights = found.map((hits) => Math.floor(passages / Math.max(hits.size, 1)).toString(2).length);
      const score = (n) => found.reduce((sum, hits, i) => sum + weights[i] * ((hits.get(n) ?? -1) + 1), 0);
      /* Some word must stand in the task itself: one that names no document, where there is such a word. */
      const needed = found.filter((_, i) => !named[i].size).sort((a, b) => a.size - b.size);
      const some = (needed.length ? needed.slice(0, 1) : found).flatMap((hits) => Array.from(hits.keys()));
      let tasks = Float64Array.from(some).sort().filter((n, i, all) => {
        const ordinal = this.ordinal(n);
        if (n === all[i - 1] || n - this.starts[ordinal] < FIRST_TASK || !allowed(n, ordinal)) return false;
        return found.every((hits, i) => hits.has(n) || named[i].has(ordinal));
      });
      tasks = await this.rank(tasks, phrase, found, score);
      const onlyNamed = () => everywhere(named).sort((a, b) => b - a).flatMap((ordinal) =>
        this.tasksOf(ordinal).filter((n) => !found.some((hits) => hits.has(n)) && allowed(n, ordinal)));
      const own = found.map((hits) => this.documentsOf(hits, 2));
      const bannedOwn = banned.map((hits) => this.documentsOf(hits, 2));
      const inNames = (n) => named.every((names) => names.has(n));
      const behind = (n) => (inNames(n) ? 0 : 1e9) - score(this.starts[n]);
      const documents = everywhere(own).filter((n) => !bannedOwn.some((set) => set.has(n)));
      documents.sort((a, b) => behind(a) - behind(b) || b - a);
      const kept = await this.documentsWithin(fields, documents);
      return {
        tasks: await this.within(fields, tasks),
        more: once(() => this.within(fields, onlyNamed())),
        together: fields.some(({ name, unwanted }) => !unwanted && !OF_DOCUMENTS.includes(name)),
        documents: kept,
        named: kept.filter(inNames).length, /* those that hold all words in their names */
        words,
      };
    }

    /* Best first: the whole phrase as good as it is hit, all words, some only in the document's names;
       then rare words well hit; then newer documents; then document order. */
    async rank(tasks, phrase, found, score) {
      const { length } = tasks;
      let whole = found.length > 1 ? new Map() : found[0];
      if (phrase && length > 1) whole = await this.lookup(phrase, Array.from(tasks));
      const scores = tasks.map(score);
      const most = scores.reduce((a, b) => Math.max(a, b), 0) + 1;
      const documents = this.starts.length + 1;
      /* All of it in one number, which is sorted much faster. */
      const keys = tasks.map((n, i) => {
        const kind = whole.has(n) ? 2 - whole.get(n) : found.every((hits) => hits.has(n)) ? 3 : 4;
        return (((kind + 1) * most - scores[i]) * documents - this.ordinal(n)) * length + i;
      });
      return Array.from(keys.sort(), (key) => tasks[key % length]);
    }

    /* The tasks, and the documents, that the words of fields let through. */
    async within(fields, tasks) {
      if (!fields.length) return tasks;
      const facts = await Promise.all(tasks.map((n) => this.facts(n)));
      return tasks.filter((_, i) => fields.every((field) => holds(facts[i], field)));
    }
    documentsWithin(fields, documents) {
      const keep = (facts) => fields.every((field) => holds(facts, field));
      return fields.length ? this.documentsWith(documents, fields.map((field) => field.name), keep) : documents;
    }
    async documentsWith(documents, names, keep) {
      if (names.some((name) => !OF_DOCUMENTS.includes(name))) return [];
      const records = await Promise.all(documents.map((n) => this.factsRecord(this.starts[n])));
      return documents.filter((_, i) => keep({ ...documentFacts(records[i]), parties: [] }));
    }

    /* Traditional characters are learnt when some are typed. */
    async learn(text) {
      if (search.needsTable(text)) search.learn(await this.file("traditional", (bytes) => interleave(toText(bytes))));
    }
    /* The match of a query, before any filter. */
    async run(text, everything) {
      await this.learn(text);
      const query = search.parse(text);
      const fits = async (match) => match.tasks.length || match.documents.length || (await match.more()).length;
      if (query.literal) {
        const match = await this.match({ ...query, words: [query.literal], without: [] });
        if (await fits(match)) return { ...match, literal: true };
      }
      if (!query.words.length) {
        const nothing = { tasks: [], more: async () => [], together: false, documents: [], named: 0, words: [] };
        if (!query.fields.length && !everything) return nothing;
        const documents = query.fields.length ? this.starts.map((_, n) => this.starts.length - 1 - n) : [];
        return {
          ...nothing,
          tasks: await this.within(query.fields, this.allTasks()),
          documents: await this.documentsWithin(query.fields, documents),
        };
      }
      const match = await this.match(query);
      const loose = search.loosened(query);
      if (JSON.stringify(loose) === JSON.stringify(query) || (await fits(match))) return match;
      return this.match(loose);
    }

    /* The document's record, with the tasks of the part that holds the passage: for facts. */
    async factsRecord(passage) {
      if (this.manifest.everything) return this.record(passage);
      const ordinal = this.ordinal(passage);
      return (await this.json("facets", passage, this.manifest.segment)).find((one) => one.n === ordinal);
    }
    /* What filters and fields ask of a task, and the names to show for it. */
    async facts(passage) {
      const record = await this.factsRecord(passage);
      const task = record.tasks[passage - this.starts[record.n] - FIRST_TASK - record.first];
      const parts = this.manifest.everything ? task.slice(4, 9) : task;
      const parties = ROLES.flatMap((role, i) => parts[i].map((party) => ({ role, unit: unitOf(record, party), names: record.parties[party] })));
      const due = record.due[parts[3]];
      const slug = due[1];
      const day = isDay(slug) ? slug : slug.endsWith("-year") ? slug.slice(0, 4) + "-12-31" : { ongoing: "99", none: "999" }[slug] || "9";
      const kind = isDay(slug) ? "by" : slug.split("-").pop();
      return { ...documentFacts(record), kind, due: bucket(slug), printed: due, status: parts[4], parties, day };
    }

    /* The whole answer. `filters`: facet -> value; `wantCounts`: whether to count what each filter
       would leave (in a large library the facets are fetched only then, or when a filter is set);
       `order`: "", "due" or "document"; `most`: how many tasks, from the first, will be looked at. */
    async search(text, filters = {}, { wantCounts = true, order = "", most = Infinity } = {}) {
      const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
      const names = Object.keys(set);
      if (!names.length && !wantCounts && !order) {
        const short = await this.summary(text);
        if (short && Math.min(most, short.total) <= short.tasks.length) return short;
      }
      const match = await this.run(text, names.length > 0);
      const known = new Map();
      const wantFacts = names.length > 0 || wantCounts || order === "due" || Boolean(this.manifest.everything);
      const learnt = async (list) => {
        const facts = wantFacts ? await Promise.all(list.map((n) => this.facts(n))) : [];
        facts.forEach((one, i) => known.set(list[i], one));
        return facts;
      };
      const narrowed = (list) => (names.length ? list.filter((n) => admits(known.get(n), set)) : list);
      let facts = await learnt(match.tasks);
      let tasks = narrowed(match.tasks);
      const byDocument = !tasks.length;
      let more = null;
      if (match.together || !tasks.length) {
        more = await learnt(await match.more());
        tasks = tasks.concat(narrowed(await match.more()));
      }
      if (match.together) [facts, more] = [facts.concat(more), []];
      const counts = wantFacts ? count(facts, set) : null;
      /* where only tasks that are named have what a filter asks for */
      for (const name of counts ? FACETS : []) {
        if (!counts[name].size) {
          more = more || (await learnt(await match.more()));
          counts[name] = count(more, set)[name];
        }
        if (set[name] && tasks.length && (counts[name].get(set[name]) || {}).count !== tasks.length) {
          const one = known.get(tasks[0]);
          const unit = one.parties.map((party) => party.unit).find(({ id }) => id === set[name]);
          counts[name].set(set[name], { count: tasks.length, facts: one, unit });
        }
      }
      let { documents } = match;
      if (names.length) documents = await this.documentsWith(documents, names, (one) => admits(one, set));
      if (order === "due") tasks = tasks.slice().sort((a, b) => compare(known.get(a).day, known.get(b).day));
      if (order === "document") tasks = tasks.slice().sort((a, b) => this.ordinal(b) - this.ordinal(a) || a - b);
      return { ...match, tasks, byDocument: byDocument && tasks.length > 0, documents, total: tasks.length, totalDocuments: documents.length, counts };
    }

    /* The first results of a single word that stands in many passages, without fetching where; else null. */
    async summary(text) {
      if (this.manifest.everything || search.needsTable(text)) return null;
      const { words, without, fields, literal } = search.parse(text);
      if (words.length !== 1 || without.length || fields.length || literal) return null;
      const inner = search.bounded(words[0]);
      if (!this.isCommon(inner)) return null;
      const all = await this.shard("summaries", inner, (bytes) => new Map(Object.entries(JSON.parse(toText(bytes)))));
      if (!all.has(inner)) return null;
      const [total, tasks, totalDocuments, documents] = all.get(inner);
      return { total, tasks, totalDocuments, documents, words, byDocument: false, counts: null };
    }
  }

  /* What is known by name, else made; what failed is forgotten. */
  function kept(known, name, make) {
    if (!known.has(name)) {
      const made = make();
      known.set(name, made);
      made.catch(() => known.delete(name));
    }
    return known.get(name);
  }
  /* What a function without arguments gives, asked for once. */
  const once = (make) => {
    let made;
    return () => (made = made || make());
  };
  /* Several words as one, which tasks that hold it so are ranked by; none where that is too long. */
  function phraseOf(words) {
    const joined = words.join("");
    return words.length > 1 && Array.from(joined).length <= LONGEST_PHRASE ? joined : "";
  }
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  function interleave(table) {
    const characters = Array.from(table);
    const half = characters.length / 2;
    return characters.slice(0, half).map((c, i) => c + characters[half + i]).join("");
  }
  function unitOf(record, party) {
    const [name, slug, official] = record.parties[party];
    return { id: `${record.region[0]}/${slug}`, name: official || name, region: record.region[1] };
  }
  function documentFacts(record) {
    return { region: record.region[0], year: record.year ? String(record.year) : "", document: record.id, record };
  }
  /* The folded words of one field. */
  function wordsOf({ record, ...facts }, name) {
    const { fold } = search;
    if (name === "unit" || ROLES.includes(name)) {
      const parties = facts.parties.filter((party) => name === "unit" || party.role === name);
      return parties.flatMap(({ names }) => names.filter((one, i) => one && i !== 1).map(fold)).join("\n");
    }
    if (name === "region") return fold(record.region[1].replaceAll("/", ""));
    if (name === "year") return facts.year && facts.year + "年";
    if (name === "number") return fold(record.number);
    if (name === "title") return `${fold(record.title)}\n${fold(record.id)}`;
    if (name === "status") return fold(facts.status || "");
    const [text, slug] = facts.printed || ["", ""];
    return `${search.withArabicNumerals(fold(text))}\n${slug}\n${dueName(slug)}`;
  }
  /* Whether a field holds a word; digits are found as whole numbers only. */
  function holds(facts, { name, word, unwanted }) {
    const words = wordsOf(facts, name);
    const wanted = name === "due" || name === "year" ? search.withArabicNumerals(word) : word;
    const digits = (a, b) => /\d/.test(a || "") && /\d/.test(b || "");
    for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      if (!digits(words[at - 1], wanted[0]) && !digits(words[end - 1], words[end])) return !unwanted;
    }
    return unwanted;
  }
  function admits(facts, filters, but) {
    if (PLAIN.some((name) => name !== but && filters[name] && filters[name] !== facts[name])) return false;
    const unit = but === "unit" ? "" : filters.unit;
    const role = but === "role" ? "" : filters.role;
    return (!unit && !role) || facts.parties.some((p) => (!unit || p.unit.id === unit) && (!role || p.role === role));
  }
  /* facet -> Map(value -> {count, facts, unit}): how many tasks each value would leave. */
  function count(all, filters) {
    const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    const add = (name, value, facts, unit) => {
      const known = counts[name].get(value);
      if (known) known.count++;
      else counts[name].set(value, { count: 1, facts, unit });
    };
    for (const facts of all) {
      for (const name of PLAIN) if (admits(facts, filters, name)) add(name, facts[name], facts);
      if (admits(facts, filters, "unit")) {
        const units = new Map();
        for (const { role, unit } of facts.parties) if (!filters.role || role === filters.role) units.set(unit.id, unit);
        for (const [id, unit] of units) add("unit", id, facts, unit);
      }
      if (admits(facts, filters, "role")) {
        const roles = facts.parties.filter((p) => !filters.unit || p.unit.id === filters.unit).map((p) => p.role);
        for (const role of new Set(roles)) add("role", role, facts);
      }
    }
    return counts;
  }

  /* A page opened from a disk may not fetch, but load scripts; these hand over the files of the index. */
  const taken = (search.taken = search.taken || new Map());
  const onDisk = location.protocol === "file:";
  /* On a disk a folder is a list of files: its page has to be named. */
  search.file = (path) => (onDisk ? path.replace(/(^|\/)$/, "$1index.html") : path);
  search.take = (name, text) => taken.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  function script(base, name, version = "") {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${base}${name}.js${version && !onDisk ? `?v=${version}` : ""}`;
      element.onload = resolve;
      element.onerror = () => reject(new Unavailable("文件不在"));
      document.head.append(element);
    });
  }
  async function fromScript(base, name) {
    await script(base, name);
    const bytes = taken.get(name);
    taken.delete(name);
    if (!bytes) throw new Error("文件是空的");
    return bytes;
  }
  async function fromServer(address, cache) {
    const response = await fetch(address, { cache });
    if (!response.ok) throw new Error(String(response.status));
    return new Uint8Array(await response.arrayBuffer());
  }

  /* A file of the index, read by `read`. One that cannot be read may be an old copy in a cache: it
     is fetched once more past all caches. */
  async function load(base, file, version, read, cache = version ? "default" : "no-cache") {
    const name = `search/${file}`;
    let bytes;
    try {
      bytes = await (onDisk ? fromScript(base, name) : fromServer(`${base}${name}.bin${version && `?v=${version}`}`, cache));
    } catch (error) {
      const advice = onDisk ? "从本机打开网页时，要用带搜索数据的离线版。" : "请检查网络后重试。";
      throw new Unavailable(`没有取到搜索数据文件 ${name}.${onDisk ? "js" : "bin"}（${error.message}）。${advice}`);
    }
    try {
      return await read(await unpack(bytes));
    } catch {
      if (cache !== "reload" && !onDisk) return load(base, file, version, read, "reload");
      throw new Unavailable(`搜索数据文件 ${name}.bin 已损坏，读不出来。请刷新页面重试；仍不行，请告诉网站管理者。`);
    }
  }

  /* The index below `base`, the relative way to the site's root ("../"). */
  async function open(base) {
    if (typeof DecompressionStream === "undefined") {
      throw new Unavailable("这个浏览器太旧，不能搜索。请换用 2023 年以后的浏览器，或者从文件、单位、时限目录查找。");
    }
    const manifest = await load(base, "index", "", toJson);
    if (manifest.format !== FORMAT) throw new Unavailable("搜索数据与页面的版本不一致，请刷新页面。");
    return new Index(base, manifest);
  }

  Object.assign(search, { open, Unavailable, ROLES, dueName, cellsOf, script, toText, toJson });
})((window.qingdanSearch = window.qingdanSearch || {}));
