// Reads an article aloud with a voice of the device. Voices that send the text to a server are not used; without one on
// the device in the page's language the button stays hidden.
(() => {
  const box = document.querySelector(".listen");
  const synthesis = window.speechSynthesis;
  if (!box || !synthesis) return;
  const [play, stop] = box.querySelectorAll("button");
  const { listen, pause, resume } = play.dataset;
  const { lang: language } = box.closest("[lang]");
  const findVoice = () => synthesis.getVoices().find(
    (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language,
  );
  const PARTS = ".article h1, .article .body > p, .article .body :is(li, blockquote), .article .block-heading > *, "
    + ".article .body > :is(h2, h3), .article .correction p";
  const LEFT_OUT = ".article-line, .listen, .source, .contents *, .attachments *, .photos *";
  let state = "silent";
  let texts = [];
  let position = 0; // of the text that is being read

  const show = (next) => {
    state = next;
    play.querySelector("span").textContent = { silent: listen, speaking: pause, paused: resume }[state];
    stop.hidden = state === "silent";
  };
  const end = () => {
    show("silent");
    synthesis.cancel();
  };
  // Android refuses texts of more than 4,000 characters.
  const splitText = (text) => text.replace(/\s+/g, " ").trim().match(/.{1,500}(?:[.!?;:…]+(?= )|$)|.{1,500}(?= |$)|.{1,500}/g) ?? [];
  const collectTexts = () => [...document.querySelectorAll(PARTS)]
    .filter((part) => !part.matches(LEFT_OUT))
    .map((part) => [...part.childNodes].filter((node) => !/^[OU]L$/.test(node.nodeName)).map((node) => node.textContent).join(""))
    .flatMap(splitText).map((text) => text.trim()).filter(Boolean);
  const speak = () => {
    const voice = findVoice();
    if (!voice) return;
    synthesis.cancel(); // what another page may have left
    show("speaking");
    for (const [number, text] of [...texts.entries()].slice(position)) {
      const utterance = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
      utterance.onstart = () => { position = number; };
      utterance.onend = () => { if (state === "speaking" && number === texts.length - 1) show("silent"); };
      utterance.onerror = ({ error }) => { if (error !== "canceled" && error !== "interrupted") end(); };
      synthesis.speak(utterance);
    }
  };

  play.addEventListener("click", () => {
    if (state === "speaking") { // phones cannot pause a voice, so it is stopped, and goes on with the same text
      show("paused");
      synthesis.cancel();
      return;
    }
    if (state === "silent") [texts, position] = [collectTexts(), 0];
    speak();
  });
  stop.addEventListener("click", () => {
    end();
    play.focus();
  });
  window.addEventListener("pagehide", end); // else the voice goes on while the next page is read
  const offer = () => { if (findVoice()) box.hidden = false; };
  synthesis.addEventListener?.("voiceschanged", offer); // the list is often loaded after the page
  offer();
})();
