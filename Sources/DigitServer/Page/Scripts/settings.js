// The language and the colours: what the browser asks for, until somebody chooses otherwise; choices are remembered.

/** Storage that a browser may have switched off. */
const memory = {
  get(key) {
    try {
      return localStorage.getItem(`swift-digits.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`swift-digits.${key}`);
      else localStorage.setItem(`swift-digits.${key}`, value);
    } catch {
      // Then the choice lasts as long as the page.
    }
  },
};

const settings = {
  language: "en",
  get texts() {
    return texts[this.language];
  },
  get isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : systemIsDark.matches;
  },
};

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** The first of the browser's languages that the page speaks. */
function preferredLanguage() {
  const languages = [memory.get("language"), ...navigator.languages].map((tag) => tag?.split("-")[0]);
  return languages.find((language) => language in texts) ?? "en";
}

/** Puts every text of the page into a language. */
function speak(language) {
  settings.language = language;
  const now = settings.texts;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = now[element.dataset.text];
  for (const element of document.querySelectorAll("[data-label]")) {
    if (element.dataset.label in now) element.setAttribute("aria-label", now[element.dataset.label]);
  }
  const button = document.getElementById("language");
  button.textContent = now.otherLanguage;
  button.lang = language === "en" ? "ko" : "en";
  nameTheme();
}

/** The button for the colours offers the other ones. */
function nameTheme() {
  const button = document.getElementById("theme");
  button.setAttribute("aria-label", settings.isDark ? settings.texts.toLight : settings.texts.toDark);
  button.querySelector("use").setAttribute("href", settings.isDark ? "#icon-light" : "#icon-dark");
}

/** Takes a colour scheme, or the system's where there is none. */
function colour(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  nameTheme();
}

/** A colour of the style sheet, as the present scheme makes it. */
function colourOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}
