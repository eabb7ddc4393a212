"""A page as it is laid out in the end, in any of the browsers, and what then sticks out."""

# All formulas at once, as before a page is printed, and all folds open.
TYPESET = """async () => {
    document.querySelectorAll("details").forEach(fold => fold.open = true)
    if (!document.querySelector(".math")) return
    while (!document.querySelector("mjx-container")) await new Promise(resume => setTimeout(resume, 20))
    dispatchEvent(new Event("beforeprint"))
    await MathJax.startup.promise
}"""
# Elements that stick out on the right, except where a box around them scrolls.
STICKS_OUT = """() => {
    const clipped = element => {
        for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== "visible" || getComputedStyle(box).position === "fixed") return true
    }
    const out = [...document.querySelectorAll("body *:not(mjx-container *)")].filter(element => {
        const {right, width} = element.getBoundingClientRect()
        return width && right > innerWidth + 1 && getComputedStyle(element).position !== "fixed" && !clipped(element)
    })
    return [document.documentElement.scrollWidth > innerWidth, out.map(element => element.outerHTML.slice(0, 99))]
}"""


def shown(page, url, width):
    """Show a page; it may be the one that is there already, a chapter takes a while."""
    page.set_viewport_size({"width": width, "height": 780})
    if page.evaluate("location.href") != url:
        page.goto(url)
    page.evaluate(TYPESET)
    page.wait_for_timeout(700)  # a11y.js looks 300 ms after the last change


def sticks_out(page):
    """Whether the page scrolls sideways, and what sticks out, once it is laid out: a busy machine takes a while."""
    for _ in range(20):
        found = page.evaluate(STICKS_OUT)
        if found == [False, []]:
            break
        page.wait_for_timeout(500)
    return found
