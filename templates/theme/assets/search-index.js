/* The index, read: the twin of qingdan/search/reader.py. Which files there are and what stands in
   them is described in docs/reference/search-index.md. */
(function (search) {
  "use strict";

  const FORMAT = 1;
  const FIRST_TASK = 2; /* a document's passages: 0 its names, 1 its own text, then its tasks */
  const FEW = 10; /* candidates to verify on texts, which are shown anyway */
  const MOST_GRAMS = 12;
  const ROLES = ["lead", "responsible", "supporting"];
  const FACETS = ["region", "year", "document", "unit", "role", "due", "status"];
  const PLAIN = ["region", "year", "document", "due", "status"];

  /* An Error whose message can be shown to the reader. */
  class Unavailable extends Error {}

  async function unpack(bytes) {
    /* A server may have undone the gzip on its way. */
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const toText = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const toJson = (bytes) => JSON.parse(new TextDecoder("utf-16le", { fatal: true }).decode(bytes));

  /* The numbers of codec.py, from `at` to the end. */
  class Numbers {
    constructor(bytes, at = 0) {
      this.bytes = bytes;
      this.at = at;
    }
    byte() {
      if (this.at >= this.bytes.length) throw new Error("cut off");
      return this.bytes[this.at++];
    }
    next() {
      const first = this.byte();
      if (first < 240) return first;
      if (first < 255) return (first - 240) * 256 + this.byte() + 240;
      let number = 0;
      let factor = 1;
      for (;;) {
        const byte = this.byte();
        number += (byte & 127) * factor;
        factor *= 128;
        if (byte < 128) return number + 4080;
      }
    }
    get more() {
      return this.at < this.bytes.length;
    }
    /* `count` lengths, then as many pieces. */
    pieces(count) {
      const lengths = Array.from({ length: count }, () => this.next());
      return lengths.map((length) => {
        const piece = this.bytes.subarray(this.at, (this.at += length));
        if (piece.length !== length) throw new Error("cut off");
        return piece;
      });
    }
  }

  /* gram -> [its bytes, its ordinal in the shard]. */
  function readShard(bytes) {
    const numbers = new Numbers(bytes);
    const count = numbers.next();
    const length = numbers.next();
    const names = toText(bytes.subarray(numbers.at, (numbers.at += length))).split("\n");
    return new Map(numbers.pieces(count).map((piece, i) => [names[i], [piece, i]]));
  }

  function shardOf(gram, shards) {
    let value = 0x811c9dc5;
    for (const c of gram) value = Math.imul(value ^ c.codePointAt(0), 0x01000193) >>> 0;
    return ((value ^ (value >>> 15)) & (shards - 1)) >>> 0;
  }

  /* passage -> how the gram stands in it; `bits` of each number say how. */
  function readPassages(bytes, bits) {
    const found = new Map();
    const numbers = new Numbers(bytes || []);
    const step = 2 ** bits;
    let passage = 0;
    while (numbers.more) {
      const value = numbers.next();
      passage += Math.floor(value / step);
      found.set(passage, value % step);
    }
    return found;
  }

  /* passage -> [positions in its text, positions in its head]. */
  function readPositions(bytes, passages) {
    const numbers = new Numbers(bytes);
    const list = (count) => {
      let at = 0;
      return Array.from({ length: count }, () => (at += numbers.next()));
    };
    const found = new Map();
    for (const [passage, how] of passages) {
      if (how === 0) found.set(passage, [list(1), []]);
      else if (how === 1) found.set(passage, [[], list(1)]);
      else {
        const count = numbers.next();
        const inHead = how === 3 ? numbers.next() : 0;
        const text = list(count);
        found.set(passage, [text, list(inHead)]);
      }
    }
    return found;
  }

  const join = (fields) => fields.map(search.fold).filter(Boolean).join("\n");

  function bucket(slug) {
    return /^\d{4}-\d\d-\d\d$/.test(slug) ? slug.slice(0, 7) : slug;
  }

  class Index {
    constructor(base, manifest) {
      this.base = base;
      this.manifest = manifest;
      this.files = new Map();
      this.folded = new Map();
      this.common = new Set(manifest.common);
      this.starts = [];
      let at = 0;
      for (const count of manifest.tasks) {
        this.starts.push(at);
        at = Math.ceil((at + FIRST_TASK + count) / manifest.slot) * manifest.slot;
      }
      search.learn(manifest.fold);
    }

    /* A file of the index by name, read by `read` once; a failure is forgotten, so it can be tried again. */
    file(name, read) {
      let known = this.files.get(name);
      if (!known) {
        known = load(`${this.base}search/${name}.bin?v=${this.manifest.version}`, read);
        this.files.set(name, known);
        known.catch(() => this.files.delete(name));
      }
      return known;
    }
    ordinal(passage) {
      let low = 0;
      let high = this.starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (this.starts[middle] <= passage) low = middle;
        else high = middle;
      }
      return low;
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
          const [units = [], more = [], others = []] = task.slice(9);
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
        const inHead = head.includes(word);
        if (inHead || text.includes(word)) found.set(candidates[i], inHead);
      });
      return found;
    }
    allPassages() {
      return this.starts.flatMap((start, n) =>
        Array.from({ length: FIRST_TASK + this.manifest.tasks[n] }, (_, i) => start + i));
    }
    shard(kind, gram, shards) {
      return this.file(`${kind}/${shardOf(gram, shards)}`, readShard);
    }
    async passages(gram) {
      const known = (await this.shard("grams", gram, this.manifest.shards)).get(gram);
      return readPassages(known && known[0], 2);
    }
    async positions(gram, passages) {
      const { shards } = this.manifest;
      const shard = await this.shard("grams", gram, shards);
      const pieces = await this.file(`positions/${shardOf(gram, shards)}`, (bytes) => new Numbers(bytes).pieces(shard.size));
      return readPositions(pieces[shard.get(gram)[1]], passages);
    }

    /* [offset, gram]s that are not common and together hold every character of the word. */
    cover(points) {
      const size = points.length;
      const gram = (start, end) => points.slice(start, end).join("");
      const usable = [];
      const seen = new Set();
      const atHand = points.slice(1).map((_, i) => [i, i + 2]);
      for (const [start, end] of atHand) {
        if (start < 0 || end > size || seen.has(start * size + end)) continue;
        seen.add(start * size + end);
        if (this.common.has(gram(start, end))) atHand.push([start - 1, end], [start, end + 1]);
        else usable.push([start, end]);
      }
      const cover = [];
      for (let covered = 0; covered < size; covered = cover[cover.length - 1][2]) {
        const [start, end] = usable
          .filter(([s, e]) => s <= covered && covered < e)
          .reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a));
        cover.push([start, gram(start, end), end]);
      }
      return cover;
    }

    /* Every passage that holds the folded word -> whether its head does. */
    async lookup(word) {
      const { shards, characters } = this.manifest;
      if (!shards) return this.verified(this.allPassages(), word);
      const points = Array.from(word);
      if (points.length === 1) {
        const known = (await this.shard("characters", word, characters)).get(word);
        return readPassages(known && known[0], 1);
      }
      if (points.length === 2 || this.common.has(points.slice(1).join("")) || this.common.has(points.slice(0, -1).join(""))) {
        return new Map(Array.from(await this.passages(word), ([n, how]) => [n, how % 2 === 1]));
      }
      let cover = this.cover(points);
      const whole = cover.length <= MOST_GRAMS;
      if (!whole) {
        const all = cover;
        cover = Array.from({ length: MOST_GRAMS }, (_, i) => all[Math.floor((i * (all.length - 1)) / (MOST_GRAMS - 1))]);
      }
      const postings = await Promise.all(cover.map(([, gram]) => this.passages(gram)));
      const fewest = postings.reduce((a, b) => (b.size < a.size ? b : a));
      const candidates = Array.from(fewest.keys()).filter((n) => postings.every((p) => p.has(n)));
      if (candidates.length <= FEW) return this.verified(candidates, word);
      const placed = await Promise.all(cover.map(([, gram], i) => this.positions(gram, postings[i])));
      const exact = new Map();
      for (const candidate of candidates) {
        const stands = [0, 1].map((area) => placed[0].get(candidate)[area].some((at) =>
          placed.every((places, i) => places.get(candidate)[area].includes(at - cover[0][0] + cover[i][0]))));
        if (stands[0] || stands[1]) exact.set(candidate, stands[1]);
      }
      return whole ? exact : this.verified(Array.from(exact.keys()), word);
    }

    /* Documents whose passages of the first `kinds` kinds are among the hits. */
    documentsOf(hits, kinds) {
      const found = new Set();
      for (const n of hits.keys()) {
        const ordinal = this.ordinal(n);
        if (n - this.starts[ordinal] < kinds) found.add(ordinal);
      }
      return found;
    }
    tasksOf(ordinal) {
      return Array.from({ length: this.manifest.tasks[ordinal] }, (_, i) => this.starts[ordinal] + FIRST_TASK + i);
    }
    allTasks() {
      return this.starts.flatMap((_, n) => this.tasksOf(this.starts.length - 1 - n));
    }

    async match(words, without) {
      const lookup = (word) => this.lookup(word);
      const [found, banned] = await Promise.all([Promise.all(words.map(lookup)), Promise.all(without.map(lookup))]);
      const named = found.map((hits) => this.documentsOf(hits, 1));
      const bannedNames = banned.map((hits) => this.documentsOf(hits, 1));
      const allowed = (n, ordinal) =>
        !bannedNames.some((names) => names.has(ordinal)) && !banned.some((hits) => hits.has(n));
      const everywhere = (sets) => Array.from(sets[0]).filter((n) => sets.every((set) => set.has(n)));
      let tasks = [];
      const seen = new Set(found.flatMap((hits) => Array.from(hits.keys())));
      for (const n of seen) {
        const ordinal = this.ordinal(n);
        if (n - this.starts[ordinal] < FIRST_TASK || !allowed(n, ordinal)) continue;
        if (found.every((hits, i) => hits.has(n) || named[i].has(ordinal))) tasks.push(n);
      }
      let byDocument = false;
      if (!tasks.length) {
        const ordinals = everywhere(named).sort((a, b) => b - a);
        tasks = ordinals.flatMap((ordinal) => this.tasksOf(ordinal).filter((n) => allowed(n, ordinal)));
        byDocument = tasks.length > 0;
      } else await this.rank(tasks, words, found);
      const own = found.map((hits) => this.documentsOf(hits, 2));
      const bannedOwn = banned.map((hits) => this.documentsOf(hits, 2));
      const inNames = (n) => named.every((names) => names.has(n));
      const documents = everywhere(own)
        .filter((n) => !bannedOwn.some((set) => set.has(n)))
        .sort((a, b) => inNames(b) - inNames(a) || b - a);
      return { tasks, documents, words, byDocument };
    }

    /* Best first: the whole phrase in the head, in the text, all words, some only in the document's
       names; then more words in the head; then newer documents; then document order. */
    async rank(tasks, words, found) {
      let phrase = found[0];
      if (words.length > 1) {
        const joined = words.join("");
        const short = Array.from(joined).length <= 2 * MOST_GRAMS;
        phrase = tasks.length > 1 && short ? await this.lookup(joined) : new Map();
      }
      const keys = new Map();
      for (const n of tasks) {
        const kind = phrase.has(n) ? (phrase.get(n) ? 0 : 1) : found.every((hits) => hits.has(n)) ? 2 : 3;
        const inHead = found.filter((hits) => hits.get(n)).length;
        keys.set(n, [kind, -inHead, -this.ordinal(n), n]);
      }
      tasks.sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || x[3] - y[3];
      });
    }

    /* {tasks, documents, words, byDocument}, numbers of passages and documents, before any filter. */
    async run(text) {
      if (search.needsTable(text)) search.learn(await this.file("traditional", (bytes) => interleave(toText(bytes))));
      const query = search.parse(text);
      const fits = (match) => match.tasks.length || match.documents.length;
      if (!query.words.length) return { tasks: [], documents: [], words: [], byDocument: false };
      if (query.literal) {
        const match = await this.match([query.literal], []);
        if (fits(match)) return { ...match, literal: true };
      }
      const match = await this.match(query.words, query.without);
      const loose = search.loosened(query);
      if (fits(match) || loose.words.join("\n") === query.words.join("\n")) return match;
      return this.match(loose.words, loose.without);
    }

    /* What filters ask of a task, and the names to show for it. */
    async facts(passage) {
      const { manifest } = this;
      let record, parts;
      if (manifest.everything) {
        const known = await this.task(passage);
        [record, parts] = [known.record, known.task.slice(4, 9)];
      } else {
        const ordinal = this.ordinal(passage);
        const segment = await this.json("facets", passage, manifest.segment);
        record = segment.find((one) => one.n === ordinal);
        parts = record.tasks[passage - this.starts[ordinal] - FIRST_TASK - record.first];
      }
      const parties = ROLES.flatMap((role, i) => parts[i].map((party) => ({ role, unit: unitOf(record, party) })));
      return { ...documentFacts(record), due: bucket(record.due[parts[3]][1]), status: parts[4], parties, record };
    }

    /* The whole answer. `filters`: facet -> value; `wantCounts`: whether to count what each filter
       would leave (in a large library the facets are fetched only then, or when a filter is set). */
    async search(text, filters = {}, wantCounts = true) {
      const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
      const names = Object.keys(set);
      const match = await this.run(text);
      if (!match.words.length && names.length) match.tasks = this.allTasks();
      let { tasks, documents } = match;
      let facts = null;
      if (names.length || wantCounts || this.manifest.everything) {
        facts = await Promise.all(tasks.map((n) => this.facts(n)));
        tasks = tasks.filter((_, i) => admits(facts[i], set));
      }
      if (names.length) {
        if (names.some((name) => !["region", "year", "document"].includes(name))) documents = [];
        const records = await Promise.all(documents.map((n) => this.record(this.starts[n])));
        documents = documents.filter((_, i) => admits({ ...documentFacts(records[i]), parties: [] }, set));
      }
      return { ...match, tasks, documents, counts: facts && count(facts, set) };
    }
  }

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
    return { region: record.region[0], year: record.year ? String(record.year) : "", document: record.id };
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

  /* A file of the index, read by `read`. One that cannot be read may be an old copy in a cache: it
     is fetched once more past all caches. */
  async function load(address, read, cache = "default") {
    const name = address.replace(/\?.*/, "").replace(/^.*?(search\/)/, "$1");
    let bytes;
    try {
      const response = await fetch(address, { cache });
      if (!response.ok) throw new Error(String(response.status));
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new Unavailable(`没有取到搜索数据文件 ${name}（${error.message}）。请检查网络后重试。`);
    }
    try {
      return await read(await unpack(bytes));
    } catch {
      if (cache !== "reload") return load(address, read, "reload");
      throw new Unavailable(`搜索数据文件 ${name} 已损坏，读不出来。请刷新页面重试；仍不行，请告诉网站管理者。`);
    }
  }

  /* The index below `base`, the relative way to the site's root ("../"). */
  async function open(base) {
    if (typeof DecompressionStream === "undefined") {
      throw new Unavailable("这个浏览器太旧，不能搜索。请换用 2023 年以后的浏览器，或者从文件、单位、时限目录查找。");
    }
    const manifest = await load(`${base}search/index.bin`, toJson, "no-cache");
    if (manifest.format !== FORMAT) throw new Unavailable("搜索数据与页面的版本不一致，请刷新页面。");
    return new Index(base, manifest);
  }

  Object.assign(search, { open, Unavailable, ROLES });
})((window.qingdanSearch = window.qingdanSearch || {}));
