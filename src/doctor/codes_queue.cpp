// What can be wrong with a printer's queue, its jobs, and the papers, profiles and recipes that
// they need.
#include "doctor/code_parts.h"

namespace platen::doctor {

namespace {

using enum Severity;
using W = Where;

constexpr std::array table{
    // ---- the printer's queue
    Code{"printer-ready", good, W::server, "{subject} is ready",
         "Nothing stands between a job and its paper, as far as the server and the device can "
         "tell."},
    Code{"printer-paused",
         warning,
         W::server,
         "{subject} is paused",
         "Somebody paused it, or a fault did{words}; {jobs} jobs wait.",
         {"Resume it when what was the reason is over: platen resume -d {subject}"},
         "Resume the printer",
         "{subject} prints on; waiting jobs begin."},
    Code{"printer-not-accepting",
         warning,
         W::server,
         "{subject} takes no jobs",
         "It was told to refuse new jobs.",
         {"Let it take jobs again when what was the reason is over."},
         "Accept jobs again",
         "{subject} takes new jobs."},
    Code{"printer-holds-new-jobs",
         note,
         W::server,
         "{subject} holds every new job",
         "New jobs wait until somebody releases each of them.",
         {"Let new jobs print by themselves when that is not wanted any more."},
         "Hold new jobs no longer",
         "New jobs of {subject} print by themselves; those that this held are released."},
    Code{"model-missing",
         problem,
         W::server,
         "{subject}: its model file is gone",
         "There is no model {model} any more: nothing can be printed.",
         {"Put the model file back, or choose another model: platen modify -d {subject} -m MODEL"}},
    Code{"defaults-impossible",
         problem,
         W::server,
         "{subject}: its defaults do not go together",
         "{reason}. Jobs that do not say otherwise are refused.",
         {"Change them: platen modify -d {subject} -o NAME=VALUE"},
         "Take back {option}",
         "The default {option} of {subject} becomes the model's own again."},
    Code{"filter-missing",
         problem,
         W::server,
         "{subject}: its filter is gone",
         "{file} is not there, or cannot be run.",
         {"Install the filter again, or print without it: platen modify -d {subject} -o "
          "platen-filter="}},
    // ---- jobs
    Code{"job-stuck",
         warning,
         W::server,
         "{subject} does not come forward",
         "It has been {state} on {printer} for {minutes} minutes without a change{words}.",
         {"See to the device first: what it needs stands beside its printer.",
          "If the device is well, begin the job again. Sheets that came out are not printed twice "
          "where the "
          "device confirms them."},
         "Begin the job again",
         "{subject} is taken back from {printer} and sent anew."},
    Code{"job-held-for-attention",
         warning,
         W::server,
         "{subject} waits for somebody",
         "It is held on {printer}{words}.",
         {"See what came out of the device, then release or cancel it."},
         "Release the job",
         "{subject} is printed on {printer}."},
    Code{"job-failed",
         note,
         W::server,
         "{subject} was not printed",
         "{printer} gave it up{words}.",
         {"Mend what it says, and print it again: platen reprint {job}"}},
    // ---- papers, profiles, recipes
    Code{"profile-missing",
         problem,
         W::server,
         "The profile {subject} is lost",
         "Its name is there, its bytes are not: {reason}. Jobs that need it are held.",
         {"Add it again under another name, and remove this one; or bring a backup back: platen "
          "store restore"}},
    Code{"profile-unreadable",
         problem,
         W::server,
         "The profile {subject} is damaged",
         "{reason}. Colours would be wrong: jobs that need it are held.",
         {"Add the maker's file again, and remove this one: platen profiles remove"}},
    Code{"library-out-of-order",
         problem,
         W::server,
         "Papers and recipes do not fit {subject} any more",
         "{reason}. The model is used without all of them.",
         {"Change or remove that entry: platen papers, platen recipes, platen profiles"}},
};

} // namespace

std::span<const Code> queue_codes() {
  return table;
}

} // namespace platen::doctor
