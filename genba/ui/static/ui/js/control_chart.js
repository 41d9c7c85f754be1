// Reading a control chart point by point, with a finger, a mouse or the arrow keys; and looking closer at long ones.

const frames = document.querySelectorAll(".spc-frame[data-readings]");

for (const frame of frames) read(frame, JSON.parse(document.getElementById(frame.dataset.readings).textContent));

function read(frame, told) {
  const out = document.getElementById(frame.dataset.readout);
  let place = -1;

  const drawing = () => [...frame.querySelectorAll("svg")].find((one) => one.getClientRects().length);
  const places = (svg) => told.places[svg.classList.contains("spc-wide") ? "wide" : "narrow"];
  const isReadable = (at) => told.rows[at] && told.rows[at][1] !== null;

  function show(at) {
    const svg = drawing();
    if (!svg || !isReadable(at)) return;
    place = at;
    const [x, y] = places(svg)[at];
    const cursor = svg.querySelector(".spc-cursor");
    const { height } = svg.viewBox.baseVal;
    cursor.querySelector("path").setAttribute("d", `M${x} 20V${height - 28}`);
    cursor.querySelector("circle").setAttribute("cx", x);
    cursor.querySelector("circle").setAttribute("cy", y);
    cursor.classList.add("on");
    const [day, value, mark, why] = told.rows[at];
    const strong = document.createElement("strong");
    strong.append(bdi(value), told.unit ? ` ${told.unit}` : "");
    out.replaceChildren(strong, " · ", bdi(day), " · ", told.words[mark], ...(why ? [": ", bdi(why)] : []));
  }

  function step(by) {
    const from = place < 0 ? (by > 0 ? -1 : told.rows.length) : place;
    for (let at = from + by; at >= 0 && at < told.rows.length; at += by) if (isReadable(at)) return show(at);
  }

  function nearest(event) {
    const svg = drawing();
    if (!svg) return;
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    let best = -1;
    places(svg).forEach((one, at) => {
      if (isReadable(at) && (best < 0 || Math.abs(one[0] - x) < Math.abs(places(svg)[best][0] - x))) best = at;
    });
    if (best !== place) show(best);
  }

  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const keys = { [onward]: 1, [onward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: -1 };
    if (event.key in keys) step(keys[event.key]);
    else if (event.key === "Home") (place = -1), step(1);
    else if (event.key === "End") (place = told.rows.length), step(-1);
    else return;
    event.preventDefault();
  });
  frame.addEventListener("pointermove", nearest);
  frame.addEventListener("pointerdown", nearest);
  // a drawing of the other size has a cursor of its own
  new ResizeObserver(() => place >= 0 && show(place)).observe(frame);
  if (told.series && window.uPlot) offerZoom(frame, told);
}

function bdi(words) {
  const element = document.createElement("bdi");
  element.textContent = words;
  return element;
}

function offerZoom(frame, told) {
  const tools = document.getElementById(frame.dataset.tools);
  const place = document.getElementById(frame.dataset.zoom);
  let plot = null;
  tools.hidden = false;
  const [closer, wider, back, on, whole] = tools.querySelectorAll("[data-zoom-by]");
  const reach = () => [plot.scales.x.min, plot.scales.x.max];
  const all = () => [told.series[0][0], told.series[0].at(-1)];
  const move = (min, max) => plot.setScale("x", { min: Math.max(min, all()[0]), max: Math.min(max, all()[1]) });

  tools.querySelector("[data-zoom-toggle]").addEventListener("click", (event) => {
    const isOn = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", isOn);
    frame.hidden = isOn;
    place.hidden = !isOn;
    for (const one of [closer, wider, back, on, whole]) one.hidden = !isOn;
    if (isOn && !plot) plot = drawn(place, told);
  });
  closer.addEventListener("click", () => zoom(0.5));
  wider.addEventListener("click", () => zoom(2));
  back.addEventListener("click", () => shift(-0.5));
  on.addEventListener("click", () => shift(0.5));
  whole.addEventListener("click", () => move(...all()));

  function zoom(by) {
    const [min, max] = reach();
    const middle = (min + max) / 2;
    move(middle - ((max - min) / 2) * by, middle + ((max - min) / 2) * by);
  }
  function shift(by) {
    const [min, max] = reach();
    const step = Math.min(Math.max((max - min) * by, all()[0] - min), all()[1] - max);
    move(min + step, max + step);
  }
}

function drawn(place, told) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const probe = document.createElement("i");
  place.append(probe);
  const token = (name) => {
    probe.style.color = colour(name);
    return getComputedStyle(probe).color;
  };
  const [text, line, quiet, field] = ["--mute", "--line", "--mute", "--field"].map(token);
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const limit = (label) => ({ label, stroke: field, width: 1, dash: [5, 4], points: { show: false } });
  const language = document.documentElement.lang;
  const options = {
    width: place.clientWidth,
    height: Math.max(260, Math.min(360, place.clientWidth / 2.6)),
    series: [
      { value: (_plot, at) => (at == null ? "—" : new Date(at * 1000).toLocaleDateString(language)) },
      { label: told.names[0], stroke: quiet, width: 1.5 },
      limit(told.names[1]),
      { ...limit(told.names[2]), dash: [] },
      limit(told.names[3]),
    ],
    axes: [axis, { ...axis, values: (_plot, ticks) => ticks.map((one) => one.toLocaleString(language)) }],
  };
  probe.remove();
  const plot = new window.uPlot(options, told.series, place);
  new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: options.height })).observe(place);
  return plot;
}
