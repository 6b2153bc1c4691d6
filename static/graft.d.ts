// The seam between the page's Go and its scripts, and among the scripts: what hangs on
// window.graft. web/internal/bridge is the only Go that calls it. Answers that are said to
// be JSON are texts, which Go reads; a Promise ends in Go through promises.js.

/** What the engine and the page find wrong: core/fault's wire form. */
interface Fault { error: string; code?: string; field?: string; args?: Record<string, unknown> }
interface FaultError extends Error, Omit<Fault, "error"> {}

/** What is told of a picture that is open in the pool. */
interface Opened { width: number; height: number; format: string; digest: string; bytes: number }

/** What a slot of the grid wants beside the grid's own key and recipe. */
interface Wish { key?: string; recipe?: string; view?: number; drawn?: string; other?: string }

interface Pool {
  open(key: string, blob?: Blob): Promise<Opened>;
  close(key: string): void;
  blob(key: string): File | undefined;
  own(): File | undefined;
  /** call sends a message to an engine: see wasm/engine/doc.go for what there is. */
  call(message: { do: string } & Record<string, unknown>, engine?: number): Promise<any>;
  show(key: string, recipe: string, names: ArrayLike<string | number>, views: ArrayLike<number>, own?: Record<string, Wish>): void;
  draws(slot: string | number): { view: number; draws: string; lambda: number; ready: boolean } | null;
  image(slot: string | number): ImageData | undefined;
  picture(address: string): Promise<Blob>;
  engines(): number;
  most: number; // engines
}

/** A picture of the set that this browser keeps. */
interface Kept { id: string; cls: string; name: string; bytes: number; digest: string; crc: number; added: number }
interface KeptClass { id: string; name: string; order: number; ids: string[]; bytes: number }

interface Store {
  open(): Promise<void>;
  state(): string; // JSON: state.StoreState of web/internal/state
  file(id: string): Promise<Blob>;
  thumb(id: string): Promise<string>;
  put(cls: string, name: string, blob: Blob, made: { thumb: Blob; digest: string; crc: number }): Promise<void>;
  skip(path: string, code: string, text?: string): void;
  forgetSkipped(): void;
  measure(): Promise<void>;
  tell(now?: boolean): void;
  changed(): void;
  addClass(name: string, order?: number): Promise<string>;
  rename(id: string, name: string): Promise<unknown>;
  merge(id: string, into: string): Promise<unknown>;
  removeClass(id: string): Promise<unknown>;
  move(ids: string[], to: string): Promise<unknown>;
  remove(ids: string[]): Promise<unknown>;
  undo(): Promise<unknown>;
  forget(): Promise<unknown>;
  clear(): Promise<unknown>;
  ids(cls: string): string[];
  picture(id: string): Kept | undefined;
  classes(): KeptClass[];
  byDigest(digest: string): Kept | undefined;
  readonly status: { kind: string; ready: boolean; error: string; usage: number; quota: number; persisted: boolean };
  readonly work: { phase: string; done: number; total: number; cancelled: boolean };
}

/** What import.js adds. */
interface Imports {
  files(list: ArrayLike<File>, cls: string | null): Promise<void>;
  dropped(transfer: DataTransfer, cls: string | null): Promise<void>;
  sample(set: string, classes: string, perClass: number): Promise<void>;
  sampleStrip(set: string, shown: string): Promise<string>;
  cancel(): void;
}

/** An archive that is written from front to back. */
interface Zip {
  add(path: string, size: number, crc: number): Uint8Array<ArrayBuffer>;
  end(): BlobPart[];
}

interface Graft {
  // promises.js
  whenSettled(promise: Promise<unknown>, done: (problem: string, answer: unknown, fault: string) => void): void;
  // storage.js
  keep(name: string, value: unknown): void;
  recall(name: string): string;
  // address.js
  saveFragment(fragment: string): void;
  enterFragment(fragment: string): void;
  address(): string;
  absolute(address: string): string;
  onFragment(open: (fragment: string, known: boolean) => void): void;
  opened(view: string): void;
  // page.js
  announce(text: string): void;
  focus(selector: string): void;
  refocus(selector: string): void;
  reveal(selector: string, block?: ScrollLogicalPosition): void;
  raise(id: string): void;
  theme(theme: string): void;
  coarse(): boolean;
  // keys.js
  typing(el: EventTarget | null): boolean;
  // dialogs.js
  openDialog(id: string): void;
  closeDialog(id: string): void;
  onDialogClose(id: string, done: () => void): void;
  // sortable.js
  sortable(id: string, move: (from: number, to: number) => void): void;
  sorted(): void;
  // clipboard.js
  copy(text: string): Promise<void>;
  // saving.js
  save(blob: Blob, name: string): void;
  download(address: string): void;
  saveText(text: string, name: string, type: string): void;
  saveBytes(buffer: BlobPart, name: string, type: string): void;
  canShare(): boolean;
  share(title: string, url: string): Promise<void>;
  objectURL(blob: Blob): string;
  revokeURL(address: string): void;
  // pool.js
  pool: Pool;
  faultOf(fault: Fault): FaultError;
  // drawable.js
  drawable: {
    shows(address: string): Promise<boolean>;
    whole(file: Blob): Promise<boolean>;
    copy(address: string, key: string): Promise<string>;
  };
  // compare.js, histogram.js, extremes.js
  compare(percent: number): void;
  painted(slot: string): void;
  saveSlot(slot: string, file: string): void;
  placeExtremes(shown: boolean): void;
  // zip.js
  zip(): Zip;
  gather(): { add(bytes: Uint8Array<ArrayBuffer>): void; all(): Blob[] };
  crc32(bytes: Uint8Array, before?: number): number;
  // export.js, upload.js
  export: { start(plan: any, one: any, name: string): Promise<void>; cancel(): void; forget(): void; busy(): boolean };
  upload: { start(url: string): Promise<void>; cancel(): void; zip(entries: { path: string; blob: Blob; crc: number }[]): Blob; busy(): boolean };
  // store.js, import.js, gallery.js
  store: Store & Imports;
  gallery: { with(id: string): string[]; clear(): void; remove(): Promise<void>; move(cls: string): Promise<void> };
  // intake.js
  give(target: string, files: ArrayLike<File>): void;
  onPicture(panel: string, take: (what: File | string) => void): void;
  // camera.js
  camera: { start(video: string): Promise<void>; shoot(video: string): Promise<File>; stop(): void };
  // recognise.js
  recognise: {
    take(files: File[]): Promise<void>;
    open(url: string): Promise<string>; // JSON
    classify(id: number, url: string, digest: string, size: number): Promise<string>; // JSON
    explain(id: number, url: string): Promise<string>; // JSON
    heat(values: string, side: number, name: string): Promise<void>;
    fetch(url: string, name: string): Promise<void>;
    forget(): void;
  };
  // share.js
  link: {
    picture(key: string): Promise<string>; // JSON
    card(key: string, recipe: string): Promise<string>; // JSON
    head(url: string): Promise<string>; // JSON
    drop(name: string): void;
    file(name: string): File;
    make(recipe: string, parts: string[], query: string): Promise<string>; // JSON
    mine(): string; // JSON
    remove(id: string): Promise<void>;
    attached(id: string): Promise<File>;
  };
  nearby: { allowed(): Promise<string>; health(address: string): Promise<string> };
  // ended.js
  died(part: string, words: string): void;
  kept: { waits(): boolean; take(): Promise<File | null> };
}

declare var graft: Graft;
/** Of browsers with it, not in the DOM's types. */
interface FileSystemFileHandle { remove?(): Promise<void> }
interface Window { graft: Graft; showSaveFilePicker?(options: object): Promise<FileSystemFileHandle> }

// Events that the scripts send each other and to Go.
interface WindowEventMap {
  "graft-drawn": CustomEvent<{ ms: number; tiled: boolean }>;
  "graft-export": CustomEvent<string>;
  "graft-upload": CustomEvent<string>;
}

// Go's wasm_exec.js.
declare class Go { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> }
interface Window { fs: { writeSync(fd: number, bytes: Uint8Array): number }; graftReady(receive: (message: unknown) => void): void }
declare function importScripts(...addresses: string[]): void;

// What an event happened to is looked at before it is used: see keys.js.
interface EventTarget {
  closest?(selectors: string): any;
  matches?(selectors: string): boolean;
  dataset?: any; id?: any; type?: any; value?: any; files?: any; showModal?: any;
}
