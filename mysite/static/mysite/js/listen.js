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
  const PARTS = ".article h1, .article .body > :is(p, h2, h3, ul, ol), .article .block-heading > *, .article .body blockquote";
  let state = "silent";

  const show = (next) => {
    state = next;
    play.querySelector("span").textContent = { silent: listen, speaking: pause, paused: resume }[state];
    stop.hidden = state === "silent";
  };
  const end = () => {
    synthesis.cancel();
    show("silent");
  };
  const start = () => {
    const voice = findVoice();
    const parts = [...document.querySelectorAll(PARTS)].filter((part) => !part.matches(".article-line, .listen"));
    const texts = parts.map((part) => part.innerText.trim()).filter(Boolean);
    synthesis.cancel(); // what another page may have left
    texts.forEach((text, number) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      if (number === texts.length - 1) utterance.onend = () => show("silent");
      utterance.onerror = ({ error }) => { if (error !== "canceled" && error !== "interrupted") end(); };
      synthesis.speak(utterance);
    });
    show("speaking");
  };

  play.addEventListener("click", () => {
    if (state === "silent") return start();
    if (state === "speaking") synthesis.pause();
    else synthesis.resume();
    show(state === "speaking" ? "paused" : "speaking");
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
