// What can be wrong with a device, its supplies and its paper.
#include "doctor/code_parts.h"

namespace platen::doctor {

namespace {

using enum Severity;
using W = Where;

constexpr std::array table{
    // ---- the device
    Code{"device-answers", good, W::server, "{subject}: the device answers",
         "{device} takes connections{identity}."},
    Code{"device-name-not-resolved",
         problem,
         W::server,
         "{subject}: nobody knows the device's name",
         "The server cannot find an address for {host}: {reason}.",
         {"Give the printer its address: platen modify -d {subject} -v {example}",
          "Give the device a fixed address (in the device, or in the router's DHCP), so that it "
          "stays right."}},
    Code{"device-unreachable",
         problem,
         W::server,
         "{subject}: the device does not answer",
         "{device}: {reason}.",
         {"Check that it is on, out of its deep sleep, and that its cable or wireless network is "
          "connected.",
          "Print the device's own network page, and compare its address with the one above.",
          "If the address has changed: platen modify -d {subject} -v DEVICE-URI"}},
    Code{"device-moved",
         note,
         W::server,
         "{subject} went with its device to another address",
         "Its device ({who}) was at {from} no more, and was found at {to} ({date}): device-uri "
         "names {to} now.",
         {"Give the device a fixed address (in the device, or in the router's DHCP), so that it "
          "stays where it is.",
          "If that is the wrong one: platen modify -d {subject} -v DEVICE-URI"}},
    Code{"device-not-found",
         problem,
         W::server,
         "{subject}: its device is nowhere in the network",
         "No device in this machine's networks says that it is {who} (last looked for: {date}).",
         {"Check that it is on, and in the same network: it is not looked for behind a router.",
          "If it is elsewhere: platen modify -d {subject} -v DEVICE-URI",
          "If another device took its place: platen setup makes a printer of that one."}},
    Code{"device-claimed-by-several",
         problem,
         W::server,
         "{subject}: several devices say that they are its own",
         "Those at {hosts} all say that they are {who}. Nothing was moved, and nothing is sent to "
         "them.",
         {"Compare the serial numbers on their plates: one has a board or a network card of the "
          "other, or an "
          "address was given to two.",
          "Name the right one: platen modify -d {subject} -v DEVICE-URI"}},
    Code{"device-known-in-part",
         problem,
         W::server,
         "{subject}: a device is its own in a part alone",
         "The device at {hosts} agrees with {who} in one thing and differs in another. Nothing was "
         "moved.",
         {"If a board or a network card was changed, it is the one: platen modify -d {subject} -v "
          "DEVICE-URI (its new identity is kept)."}},
    Code{"other-device-answers",
         problem,
         W::server,
         "{subject}: another device has its address",
         "At {device} a device answers that says it is {told}; this printer's is {who}. No job is "
         "sent to it.",
         {"If the device was replaced, take the new one: platen modify -d {subject} -v DEVICE-URI "
          "(its new identity is kept).",
          "Else switch the printer's own device on: it is looked for, and the printer goes with "
          "it."}},
    Code{"device-refuses",
         problem,
         W::server,
         "{subject}: the device refuses to be printed on",
         "{device} is there, but refuses the connection: {reason}.",
         {"Wait if another computer prints on it just now: some devices take one connection at a "
          "time.",
          "Switch on its raw port (RAW, Port 9100, AppSocket) in its own settings, and remove "
          "access filters."}},
    Code{"usb-device-missing",
         problem,
         W::server,
         "{subject}: the USB device is not there",
         "{reason}.",
         {"Check that it is on and that its cable is plugged in, without a hub in between."}},
    Code{"usb-held-by-process",
         problem,
         W::server,
         "{subject}: another program holds the USB device",
         "{holder} has {device} open.",
         {"Stop that program. CUPS and ipp-usb take USB printers as soon as they are plugged in: "
          "systemctl "
          "disable --now ipp-usb, or remove the queue from CUPS."}},
    Code{"usb-not-permitted",
         problem,
         W::server,
         "{subject}: the server may not use the USB device",
         "{device} belongs to {owner} (mode {mode}); the server runs as {user}.",
         {"Put {user} into the group that owns the device, usually lp, and plug the device in "
          "again.",
          "The udev rules of platen's package do that."}},
    Code{"wrong-model",
         problem,
         W::server,
         "{subject}: the device is another model",
         "It calls itself \"{told}\"; the printer is set up as {model}.",
         {"Choose the model that fits: platen modify -d {subject} -m MODEL (platen probe names "
          "it)."},
         "Set the model to {fitting}",
         "{subject} becomes a {fitting}; its defaults are kept as far as that model has them."},
    Code{"wrong-language",
         problem,
         W::server,
         "{subject}: the device does not have this language",
         "platen prints on it in {language}; the device names {told}.",
         {"Have the language enabled or installed in the device, or, where it speaks IPP, use its "
          "ipp:// address.",
          "Until then it may print garbage, or nothing."},
         "Print in {fitting}",
         "The default printer-language of {subject} becomes {fitting}."},
    Code{"language-not-confirmed",
         note,
         W::server,
         "{subject}: the device names no languages",
         "platen prints on it in {language}, as its model has it; the device does not say whether "
         "it has that.",
         {"Print a test page: platen maintain -d {subject} test-page. If it comes out right, all "
          "is well."}},
    Code{"status-not-told",
         note,
         W::server,
         "{subject}: the device does not tell how it is",
         "No channel of {device} answers questions about paper, supplies and faults.",
         {"Switch on SNMP (version 1, community public) in the device's own settings.",
          "Without it, jobs are printed, and what is unknown is shown as unknown."}},
    // ---- supplies and paper
    Code{"supply-empty",
         problem,
         W::server,
         "{subject}: {supply} is empty",
         "The device says that {supply} is used up{level}.",
         {"Replace it with one for this device, as its cover shows. Jobs wait meanwhile, and go "
          "on."}},
    Code{"supply-low",
         warning,
         W::server,
         "{subject}: {supply} is low",
         "The device says that {supply} is low{level}.",
         {"Have a new one at hand. Printing goes on until it is empty."}},
    Code{"waste-full",
         problem,
         W::server,
         "{subject}: {supply} is full",
         "The device says that {supply} is full{level}.",
         {"Replace it. Do not empty and use it again."}},
    Code{"waste-nearly-full",
         warning,
         W::server,
         "{subject}: {supply} is nearly full",
         "The device says that {supply} is nearly full{level}.",
         {"Have a new one at hand."}},
    Code{"paper-jam",
         problem,
         W::server,
         "{subject}: paper is jammed",
         "The device says so{words}.",
         {"Open it as its display shows, and pull the sheet out slowly, with both hands, in the "
          "direction in which it "
          "runs.",
          "Look for torn pieces. Close everything: the job goes on by itself."}},
    Code{"cover-open",
         problem,
         W::server,
         "{subject}: a cover is open",
         "The device says so{words}.",
         {"Close all covers until they click. The job goes on by itself."}},
    Code{"paper-empty",
         warning,
         W::server,
         "{subject}: paper is needed",
         "The device says that paper is missing{words}.",
         {"Load the paper that it asks for. The job goes on by itself."}},
    Code{"device-needs-attention",
         problem,
         W::server,
         "{subject}: the device needs somebody",
         "It says: {reason}{words}.",
         {"Look at its display and do what it says. The job goes on by itself."}},
    Code{"paper-mismatch",
         warning,
         W::server,
         "{subject}: other paper is loaded than is asked for",
         "{what} for {wanted}; loaded is {loaded}.",
         {"Load the paper that is asked for, or print on what is loaded: -o media={fitting}"},
         "Print on {fitting} by default",
         "The default media of {subject} becomes {fitting}. Jobs that name a paper keep it."},
};

} // namespace

std::span<const Code> device_codes() {
  return table;
}

} // namespace platen::doctor
