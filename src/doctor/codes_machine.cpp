// What can be wrong with the machine that the server runs on.
#include "doctor/code_parts.h"

namespace platen::doctor {

namespace {

using enum Severity;
using W = Where;

constexpr std::array table{
    Code{"configuration-wrong",
         problem,
         W::both,
         "platen.toml cannot be read",
         "{reason}.",
         {"Mend that line. A running server keeps what it had; a stopped one does not start.",
          "platen.toml(5) explains each key."}},
    Code{"configuration-not-read",
         warning,
         W::server,
         "platen.toml has changed since the server read it",
         "{subject} is newer than what the server goes by.",
         {"Have it read again: \"systemctl reload platen\", or SIGHUP."},
         "Read the configuration again",
         "The server reads {subject} again; what needs a restart is named in its log."},
    Code{"state-folder-missing",
         note,
         W::command,
         "The server has no state folder yet",
         "{subject} does not exist. It is made when the server first starts.",
         {"Start the server once, or name the right folder with --state."},
         "Make the folder",
         "{subject} is made, for its owner alone (mode 0700)."},
    Code{"state-folder-not-ours",
         problem,
         W::command,
         "The state folder belongs to somebody else",
         "{subject} belongs to {owner}, and {user}, who would run the server, may not write in it.",
         {"Run the server as {owner}, or give the folder to {user}: chown -R {user} {subject}"}},
    Code{"spool-not-writable",
         problem,
         W::server,
         "Documents cannot be kept",
         "The server cannot write in {subject}: {reason}. It takes no jobs.",
         {"Check who owns the folder, that its disk is not mounted read-only, and that it is there "
          "at all."}},
    Code{
        "disk-full",
        problem,
        W::server,
        "The disk is full",
        "{free} MB are free where {subject} lies. Jobs are not taken, and states are written late.",
        {"Make room on that disk.", "Keep less history: [history] in platen.toml."}},
    Code{"disk-nearly-full",
         warning,
         W::server,
         "The disk is nearly full",
         "{free} MB are free where {subject} lies; a large document may not fit.",
         {"Make room on that disk, or keep less history: [history] in platen.toml."}},
    Code{"users-file-readable-by-others",
         problem,
         W::both,
         "Others may read the users file",
         "{subject} has mode {mode}. The server refuses it: nobody can log in.",
         {"Only its owner may read it (mode 0600). Change passwords if others may have read it."},
         "Close the file",
         "The mode of {subject} becomes 0600."},
    Code{"secret-readable-by-others",
         problem,
         W::both,
         "Others may read a file with secrets",
         "{subject} has mode {mode}.",
         {"Only its owner may read it (mode 0600)."},
         "Close the file",
         "The mode of {subject} becomes 0600."},
    Code{"store-was-mended",
         note,
         W::server,
         "The job store was damaged once",
         "{subject} holds what was taken out of the store when it was mended.",
         {"Look at the report in that folder. When nothing of it is needed, remove the folder.",
          "A disk that damages files should be replaced: \"smartctl -a\" tells how it is."}},
    Code{"sandbox-lacking",
         warning,
         W::server,
         "Documents are opened without full protection",
         "{reason}.",
         {"Use a kernel with Landlock and seccomp (Linux 5.13 or later, lsm=landlock).",
          "Until then, print documents of people you trust alone."}},
    Code{"program-missing",
         problem,
         W::server,
         "A program that platen needs is missing",
         "{subject} is not there: {purpose} does not work.",
         {"Install it: {install}."}},
    Code{"program-replaced",
         warning,
         W::server,
         "A newer platen is installed than the one that runs",
         "The program file of the running server was replaced.",
         {"Restart the server: \"systemctl restart platen\". Jobs wait meanwhile, and none is "
          "lost."}},
    Code{"too-few-open-files",
         note,
         W::server,
         "The server may have few files open",
         "It may have {have} files open, and its connections could need {need}.",
         {"Raise LimitNOFILE= of the service, or lower [limits] connections."}},
};

} // namespace

std::span<const Code> machine_codes() {
  return table;
}

} // namespace platen::doctor
