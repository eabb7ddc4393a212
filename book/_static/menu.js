// The menus in the bar above the text, which the theme would bring Bootstrap for: 24 KB for a button that shows a list.
for (const button of document.querySelectorAll('[data-bs-toggle="dropdown"]')) {
  const box = button.parentElement;
  const menu = button.nextElementSibling;

  const show = (shown) => {
    menu.classList.toggle("show", shown);
    button.setAttribute("aria-expanded", shown);
  };

  button.addEventListener("click", () => show(!menu.classList.contains("show")));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) show(false);
  });
  addEventListener("click", (event) => {
    if (!box.contains(event.target)) show(false);
  });
}
