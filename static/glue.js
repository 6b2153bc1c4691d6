// What the page's Go cannot do well itself: promises, keys, dialogs, dragging, dropping, pasting, the camera. window.graft.
(() => {
  "use strict";
  const graft = (window.graft = window.graft || {});

  // settle hands a promise's end to Go: done(problem, answer, fault), fault being the
  // problem as JSON if it has a code.
  graft.settle = (promise, done) => {
    promise.then((answer) => done("", answer ?? null, ""), (err) => {
      const { code, field, args } = err ?? {};
      const error = String(err?.message || err || "failed");
      done(error, null, typeof code === "string" ? JSON.stringify({ error, code, field, args }) : "");
    });
  };

  graft.keep = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* storage is off */ }
  };
  graft.recall = (name) => {
    try { return String(JSON.parse(localStorage.getItem(name)) ?? ""); } catch { return ""; }
  };

  // -- saying and showing ----------------------------------------------------
  graft.announce = (text) => {
    const el = document.getElementById("announcer");
    if (!el) return;
    el.textContent = "";
    setTimeout(() => { el.textContent = text; }, 30);
  };

  graft.focus = (selector) => {
    const el = document.querySelector(selector);
    if (el) el.focus();
  };

  // refocus helps a keyboard whose button has gone, as when Upload gives way to
  // its progress: it goes on from the part of the page that selector names.
  let focused = null;
  addEventListener("focusin", (e) => { focused = e.target; });
  graft.refocus = (selector) => {
    const lost = focused && (!focused.isConnected || focused.disabled || !focused.checkVisibility?.());
    const at = document.activeElement;
    if (!lost || (at && at !== document.body && at !== focused)) return;
    const el = document.querySelector(selector);
    if (el && el.checkVisibility?.()) el.focus({ preventScroll: true });
  };

  // reveal brings an element into sight: its nearest edge, or "start" its top.
  graft.reveal = (selector, block) => {
    const el = document.querySelector(selector);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (el) el.scrollIntoView({ block: block || "nearest", behavior: calm ? "auto" : "smooth" });
  };

  // raise lifts a popover above everything, open dialogs included.
  graft.raise = (id) => {
    const el = document.getElementById(id);
    if (!el || !el.showPopover) return;
    if (el.matches(":popover-open")) el.hidePopover();
    el.showPopover();
  };

  graft.theme = (theme) => {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };

  // copy works without the clipboard API too (plain http on another machine).
  graft.copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch { /* try the old way */ }
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position:fixed;opacity:0";
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("the browser does not allow copying");
  };

  graft.save = (blob, name) => {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob);
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
  };
  // Saves what lies at an address of ours, named as the server says.
  graft.download = (address) => {
    const a = document.createElement("a");
    a.href = address;
    a.download = "";
    a.click();
  };
  graft.saveText = (text, name, type) => graft.save(new Blob([text], { type }), name);
  graft.saveBytes = (buffer, name, type) => graft.save(new Blob([buffer], { type }), name);

  graft.canShare = () => typeof navigator.share === "function" && matchMedia("(pointer: coarse)").matches;
  graft.share = (title, url) => navigator.share({ title, url }).catch((err) => {
    if (err.name !== "AbortError") throw err;
  });

  // -- dialogs ---------------------------------------------------------------
  graft.openDialog = (id) => {
    const d = document.getElementById(id);
    if (d && !d.open) d.showModal();
  };
  graft.closeDialog = (id) => {
    const d = document.getElementById(id);
    if (d && d.open) d.close();
  };
  graft.onDialogClose = (id, done) => {
    const d = document.getElementById(id);
    if (d) d.addEventListener("close", () => done());
  };
  addEventListener("click", (e) => {
    if (e.target instanceof HTMLDialogElement && e.target.open) {
      const r = e.target.getBoundingClientRect();
      const inside = e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
      if (!inside) e.target.close();
    }
    const closer = e.target.closest && e.target.closest("[data-close]");
    if (closer) {
      const d = closer.closest("dialog");
      if (d) d.close();
    }
  });

  // -- keys ------------------------------------------------------------------
  // The buttons are the commands; keys press them.
  const typing = (el) => el instanceof HTMLElement &&
    (el.isContentEditable || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement ||
      (el instanceof HTMLInputElement && !/^(range|checkbox|radio|button|file)$/.test(el.type)));
  const press = (id) => {
    const b = document.getElementById(id);
    if (!b || b.disabled || !b.offsetParent) return false;
    b.click();
    return true;
  };
  addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing || e.altKey || typing(e.target)) return;
    const dialog = document.querySelector("dialog[open]");
    const key = e.key.toLowerCase();
    let id = "";
    if (e.ctrlKey || e.metaKey) {
      if (key === "z") id = e.shiftKey ? "redo" : "undo";
      else if (key === "y" && !e.shiftKey) id = "redo";
      if (dialog) return;
    } else if (dialog) {
      const views = dialog.id === "zoom-dialog" && e.target.type !== "range";
      if (views && key === "arrowleft") id = "zoom-previous";
      if (views && key === "arrowright") id = "zoom-next";
    } else if (!e.shiftKey && (key === "n" || key === "r")) id = "new-draw";
    if (id && (press(id) || (id === "undo" && press("undo-data")))) e.preventDefault();
  });

  // In the menu of operations, the arrow keys go from the search to what it finds.
  addEventListener("keydown", (e) => {
    const down = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const menu = e.target.closest && e.target.closest("#add-dialog");
    if (!down || !menu || e.isComposing) return;
    const list = [menu.querySelector("#add-search"), ...menu.querySelectorAll(".menu-item")];
    const to = list[list.indexOf(e.target) + down];
    if (!to) return;
    e.preventDefault();
    to.focus();
  });

  // Arrow keys move between tabs, and between the tiles of the grid.
  const follow = (e, list, columns) => {
    const here = list.indexOf(e.target.closest("[role=tab], .tile"));
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[e.key];
    let to = e.key === "Home" ? 0 : e.key === "End" ? list.length - 1 : step ? here + step : -1;
    if (here < 0 || to < 0 || to >= list.length) return null;
    e.preventDefault();
    list[to].focus();
    return list[to];
  };
  addEventListener("keydown", (e) => {
    if (!e.target.closest || e.ctrlKey || e.metaKey || e.altKey) return;
    const tabs = e.target.closest("[role=tablist]");
    if (tabs) {
      const tab = follow(e, [...tabs.querySelectorAll("[role=tab]")], 0);
      if (tab) tab.click();
    }
    const grid = e.target.closest("#grid");
    if (grid) follow(e, [...grid.querySelectorAll(".tile")], Number(grid.dataset.columns) || 1);
  });

  // How long the last drawing of the whole grid took.
  addEventListener("graft-drawn", (e) => {
    const el = document.getElementById("took");
    if (!e.detail.tiled) return;
    const ms = e.detail.ms;
    const text = ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
    if (el) el.textContent = el.dataset.text.replace("{ms}", text + "\u202fms");
  });

  // -- a list that is sorted by dragging -------------------------------------
  // Rows are list's children; a row's .grip starts the drag. move(from, to) is
  // called at the end; the transforms stay until sorted() so that nothing jumps.
  let lastSorted = () => {};
  graft.sorted = () => lastSorted();
  graft.sortable = (id, move) => {
    const list = document.getElementById(id);
    if (!list) return;
    list.addEventListener("pointerdown", (down) => {
      const grip = down.target.closest(".grip");
      if (!grip || down.button !== 0) return;
      const rows = [...list.children];
      const from = rows.findIndex((r) => r.contains(grip));
      if (from < 0 || rows.length < 2) return;
      const row = rows[from];
      const tops = rows.map((r) => r.offsetTop);
      const gap = rows.length > 1 ? tops[1] - tops[0] - rows[0].offsetHeight : 0;
      const span = row.offsetHeight + gap;
      let to = from;
      let dragging = false;
      const startY = down.clientY + scrollY;
      const at = (e) => e.clientY + scrollY - startY;
      const place = (e) => {
        const dy = at(e);
        if (!dragging && Math.abs(dy) < 4) return;
        if (!dragging) {
          dragging = true;
          list.classList.add("is-sorting");
          row.classList.add("is-dragged");
        }
        row.style.transform = "translateY(" + dy + "px)";
        const middle = tops[from] + dy + row.offsetHeight / 2;
        to = 0;
        rows.forEach((r, i) => {
          if (i !== from && tops[i] + r.offsetHeight / 2 < middle) to++;
        });
        rows.forEach((r, i) => {
          if (i === from) return;
          const shift = i > from && i <= to ? -span : i < from && i >= to ? span : 0;
          r.style.transform = shift ? "translateY(" + shift + "px)" : "";
        });
        const edge = 64;
        if (e.clientY < edge) scrollBy(0, -12);
        else if (e.clientY > innerHeight - edge) scrollBy(0, 12);
        e.preventDefault();
      };
      const clear = () => {
        list.classList.remove("is-sorting");
        row.classList.remove("is-dragged");
        rows.forEach((r) => { r.style.transform = ""; });
        lastSorted = () => {};
      };
      const end = (e) => {
        grip.removeEventListener("pointermove", place);
        grip.removeEventListener("pointerup", end);
        grip.removeEventListener("pointercancel", end);
        lastSorted = clear;
        if (dragging && to !== from && e.type === "pointerup") move(from, to);
        else clear();
      };
      grip.setPointerCapture(down.pointerId);
      grip.addEventListener("pointermove", place);
      grip.addEventListener("pointerup", end);
      grip.addEventListener("pointercancel", end);
      down.preventDefault();
      grip.focus();
    });
  };

  // -- pictures from outside -------------------------------------------------
  // onPicture(panel, take): files dropped on or pasted into the page while panel
  // is shown; take(file) for a file, take(text) for pasted text.
  graft.onPicture = (panel, take) => {
    const active = () => {
      const el = document.getElementById(panel);
      return el && !el.hidden && !document.querySelector("dialog[open]");
    };
    let depth = 0;
    const mark = (on) => document.documentElement.classList.toggle("is-dropping", on);
    const hasFiles = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
    addEventListener("dragenter", (e) => {
      if (!active() || !hasFiles(e)) return;
      depth++;
      mark(true);
      e.preventDefault();
    });
    addEventListener("dragleave", () => {
      if (depth > 0 && --depth === 0) mark(false);
    });
    addEventListener("dragover", (e) => {
      if (active() && hasFiles(e)) e.preventDefault();
    });
    addEventListener("drop", (e) => {
      depth = 0;
      mark(false);
      if (!active() || !hasFiles(e)) return;
      e.preventDefault();
      if (e.dataTransfer.files[0]) take(e.dataTransfer.files[0]);
    });
    addEventListener("paste", (e) => {
      if (!active() || typing(e.target) || !e.clipboardData) return;
      const file = [...e.clipboardData.files][0];
      const text = e.clipboardData.getData("text/plain");
      if (file) take(file);
      else if (text) take(text);
      else return;
      e.preventDefault();
    });
  };

  graft.objectURL = (blob) => URL.createObjectURL(blob);
  graft.revokeURL = (address) => URL.revokeObjectURL(address);

  // drawable returns "" if the browser itself can show the picture at address,
  // else the address of a copy that it can (PPM).
  graft.drawable = async (address, key) => {
    const shown = await new Promise((resolve) => {
      const img = new Image();
      img.onload = () => resolve(true);
      img.onerror = () => resolve(false);
      img.src = address;
    });
    if (shown) return "";
    const thumb = await graft.pool.call({ do: "thumb", data: graft.pool.blob(key), side: 1024 });
    return URL.createObjectURL(new Blob([thumb.data], { type: thumb.mime }));
  };

  graft.coarse = () => matchMedia("(pointer: coarse)").matches;

  // -- the camera ------------------------------------------------------------
  const camera = (graft.camera = {});
  let stream = null;
  // What browsers refuse a camera by, as faults of ours.
  const refusals = {
    NotAllowedError: { code: "page.camera_denied", error: "the browser was told not to give the camera to this page" },
    NotFoundError: { code: "page.camera_missing", error: "no camera was found" },
  };
  camera.start = async (videoID) => {
    camera.stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      throw graft.faultOf({ code: "page.camera_insecure", error: "this browser gives no camera to pages that are not on https or localhost" });
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
      });
    } catch (err) { throw refusals[err.name] ? graft.faultOf(refusals[err.name]) : err; }
    const video = document.getElementById(videoID);
    video.srcObject = stream;
    await video.play();
  };
  camera.shoot = (videoID) => new Promise((resolve, reject) => {
    const video = document.getElementById(videoID);
    if (!video || !video.videoWidth) {
      reject(new Error("the camera shows nothing yet"));
      return;
    }
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    const stamp = new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-");
    canvas.toBlob((blob) => {
      if (blob) resolve(new File([blob], "camera-" + stamp + ".jpg", { type: "image/jpeg" }));
      else reject(new Error("the camera's picture could not be kept"));
    }, "image/jpeg", 0.92);
  });
  camera.stop = () => {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
  };
})();
