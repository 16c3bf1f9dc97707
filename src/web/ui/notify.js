// The service worker of lib/notices.js: phones show notifications only through one. It answers no request.
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const [open] = await clients.matchAll({ type: "window", includeUncontrolled: true });
    return open ? open.focus() : clients.openWindow("/");
  })());
});
