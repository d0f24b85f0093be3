// A tone for each scanned receipt: high when it is done, low and twice when it is not, so that nobody has to look up.
const TONES = { done: [[880, 0, 0.09]], refused: [[220, 0, 0.16], [220, 0.22, 0.16]] };
let context;

export function sound(kind) {
  if (!TONES[kind] || !window.AudioContext) return;
  context ??= new AudioContext();
  for (const [pitch, start, length] of TONES[kind]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + start);
    tone.stop(context.currentTime + start + length);
  }
}

// Each answer says once how it ended; the mark is taken away, so that the same answer is not heard twice.
export function startSounds(root) {
  const place = root.matches?.("[data-sound]") ? root : (root.querySelector?.("[data-sound]") ?? document.querySelector("[data-sound]"));
  if (!place) return;
  sound(place.dataset.sound);
  place.dataset.sounded = place.dataset.sound;
  delete place.dataset.sound;
}
