// The search: what is typed leads to sections, equations and terms, each with the place in its text that says so.
// The index and the words are made by book_search.py.
{
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
  const WORD = /\d+\.\d+|[\p{L}\p{N}]+|∇/gu;
  const AT_ONCE = 20;
  const KINDS = { chapters: 1, exercises: 0.7, solutions: 0.5 };
  const { pages, places, words, equations } = window.searchIndex;
  const root = new URL(document.documentElement.dataset.content_root, location);
  const field = document.querySelector(".bd-search-container input[name=q]");
  const status = document.querySelector(".search-status");
  const output = document.getElementById("search-results");
  const stemmer = new Stemmer();
  const known = Object.keys(words);
  const texts = new Map(); // what results quote, a file a page

  function stem(word) {
    const name = word === "∇" ? "nabla" : GREEK[word.codePointAt(0) - 0x3b1];
    return word.length === 1 && name ? name : stemmer.stemWord(word);
  }

  const split = (text) => (text.toLowerCase().match(WORD) ?? []).filter((word) => !stopwords.has(word)).map(stem);

  function unpacked(text) {
    let number = 0;
    return [...text.matchAll(/([a-z]*)([A-Z])/g)].map(([, digits, last]) => {
      const step = [...digits].reduce((value, digit) => 26 * value + digit.charCodeAt() - 97, 0);
      return (number += 26 * step + last.charCodeAt() - 65);
    });
  }

  const titles = places.map(([, , title]) => split(title));

  /** {place: weight} of a word: of places that have it, and of those that have a longer one. */
  function found(word) {
    const weights = new Map();
    const longer = word.length > 2 ? known.filter((other) => other.startsWith(word) && other !== word) : [];
    for (const [other, part] of [...longer.map((each) => [each, 0.5]), [word, 1]])
      if (Object.hasOwn(words, other)) {
        const [there, often = []] = words[other].split(".").map(unpacked);
        const weight = part * Math.log(1 + places.length / there.length);
        for (const place of there) weights.set(place, weight);
        for (const place of often) weights.set(place, 1.5 * weight);
      }
    titles.forEach((title, place) => {
      if (title.some((each) => each.startsWith(word))) weights.set(place, (weights.get(place) ?? 1) * 4);
    });
    return weights;
  }

  /** What is asked for, the best first: [place, anchor, heading, formula of an equation]; the words that were looked
      for; and whether all of them are there. */
  function search(query) {
    const wanted = [...new Set(split(query))];
    const results = [];
    for (const number of query.toLowerCase().match(/bp\d|\d+\.\d+/g) ?? [])
      if (Object.hasOwn(equations, number)) {
        const [place, anchor, formula] = equations[number];
        results.push([place, anchor, `Equation (${number.toUpperCase()})`, formula]);
      }
    const scores = new Map(); // of a place: how many of the words it has, and their weight
    for (const word of wanted)
      for (const [place, weight] of found(word)) {
        const [count, sum] = scores.get(place) ?? [0, 0];
        scores.set(place, [count + 1, sum + weight]);
      }
    const most = Math.max(0, ...[...scores.values()].map(([count]) => count));
    const best = [];
    for (const [place, [count, sum]] of scores)
      if (count === most) {
        const kind = KINDS[pages[places[place][0]][0].split("/")[0]] ?? 0.8;
        const exact = titles[place].length === count && wanted.every((word) => titles[place].includes(word));
        best.push([sum * kind * (exact ? 3 : 1), place]);
      }
    best.sort(([a, first], [b, second]) => b - a || first - second);
    results.push(...best.map(([, place]) => [place, ...places[place].slice(1)]));
    return [results, wanted, most === wanted.length];
  }

  function textsOf(page) {
    if (!texts.has(page)) {
      const file = fetch(new URL(`_static/search/${page}.json`, root)).then((answer) => answer.json());
      texts.set(page, file.then((parts) => new Map(parts.map(([anchor, , text, code]) => [anchor, [text, code]]))));
    }
    return texts.get(page);
  }

  /** The part of a text that has most of the words, with the words marked and indices as indices; and how many. */
  function quoted(text, wanted) {
    const hits = [...text.matchAll(WORD)].filter(([word]) => {
      const other = stem(word.toLowerCase());
      return wanted.some((each) => other === each || (each.length > 2 && other.startsWith(each)));
    });
    const WIDE = 220;
    const inReach = (start) =>
      new Set(hits.filter(({ index }) => index >= start && index < start + WIDE).map(([word]) => stem(word.toLowerCase())));
    let best = hits[0]?.index ?? 0;
    for (const { index } of hits) if (inReach(index).size > inReach(best).size) best = index;
    const from = best < 60 ? 0 : text.indexOf(" ", best - 60) + 1;
    const last = text.indexOf(" ", from + WIDE);
    const to = last < 0 ? text.length : last;
    const quote = document.createElement("p");
    quote.className = "context";
    let level = quote;
    const marked = new Set(hits.map(({ index }) => index));
    if (from) quote.append("… ");
    // Words, and the marks of indices, which book_search leaves in the text.
    for (const match of text.slice(from, to).matchAll(/[\^_]\{|\}|\d+\.\d+|[\p{L}\p{N}]+|∇|[^]/gu)) {
      const [part] = match;
      if (part === "^{" || part === "_{") {
        level = document.createElement(part === "^{" ? "sup" : "sub");
        quote.append(level);
      } else if (part === "}" && level !== quote) level = quote;
      else if (marked.has(from + match.index)) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        level.append(mark);
      } else level.append(part);
    }
    if (to < text.length) quote.append(" …");
    quote.normalize();
    return [quote, inReach(best).size];
  }

  function shown([place, anchor, title, formula], wanted) {
    const [page, section] = places[place];
    const [name, pageTitle] = pages[page];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${new URL(`${name}.html`, root)}${anchor && `#${anchor}`}`;
    link.textContent = title;
    item.append(link);
    const where = new Set([pageTitle, places[place][2]]);
    where.delete(title);
    if (where.size) {
      const path = document.createElement("p");
      path.className = "where";
      path.textContent = [...where].join(" › ");
      item.append(path);
    }
    if (formula) item.append(quoted(formula, wanted)[0]);
    else
      textsOf(name).then((parts) => {
        const [[quote, count], [code, countInCode]] = parts.get(section).map((text) => quoted(text, wanted));
        item.append(countInCode > count ? code : quote);
      });
    return item;
  }

  function run() {
    const query = field.value.trim();
    output.replaceChildren();
    status.textContent = "";
    if (!query) return;
    const [results, wanted, all] = search(query);
    const count = results.length;
    const found = `${count} ${count === 1 ? "place" : "places"} in the book${all ? "" : " with some of the words"}.`;
    status.textContent = count ? found : "Nothing was found. Is it spelled as in the book?";
    const list = document.createElement("ul");
    list.className = "search";
    const more = document.createElement("button");
    more.className = "search-more";
    more.textContent = "Show more";
    const add = () => {
      const next = results.splice(0, AT_ONCE).map((result) => shown(result, wanted));
      list.append(...next);
      more.hidden = !results.length;
      return next[0];
    };
    more.onclick = () => add().querySelector("a").focus();
    add();
    output.append(list, more);
  }

  function ask() {
    const address = new URL(location);
    address.searchParams.set("q", field.value);
    history.replaceState(null, "", address);
    run();
  }

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 200);
  });
  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  field.focus();
  ask();
}
