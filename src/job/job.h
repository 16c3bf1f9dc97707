#pragma once

#include "base/result.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace platen::job {

using JobId = std::int32_t;     // job-id: 1 and up, never used again
using PrinterId = std::int32_t; // printer-id (PWG 5100.22): 1 and up, never used again
using Time = std::int64_t;      // seconds since 1970-01-01 00:00:00 UTC

// job-state, with the numbers of RFC 8011 section 5.3.7.
enum class JobState : std::uint8_t {
  pending = 3,
  held = 4,
  processing = 5,
  stopped = 6,
  canceled = 7,
  aborted = 8,
  completed = 9
};
constexpr bool is_finished(JobState state) {
  return state >= JobState::canceled;
}
std::string_view to_string(JobState state); // the keyword of the standard: "pending-held", ...

// One document of a job, whole and on disk.
struct Document {
  std::int32_t number = 1; // document-number
  std::string name;        // as the client gave it; may be empty
  std::string format;      // document-format as the client declared it (MIME)
  std::uint64_t bytes = 0;
  std::string attributes; // Document Template attributes, IPP-encoded like Job::attributes
  // document-state-reasons of a document that Cancel-Document took out of its job
  // ("canceled-by-user"): it stays in the record and is not printed. Empty: it is printed.
  std::string canceled;
};

// Sheets of paper, and their sides that were printed on.
struct Usage {
  std::int32_t sheets = 0, sides = 0;
};

// How far a job has come; counts are of what the device has taken.
struct Counters {
  std::int32_t sides = 0;           // in all copies, as far as known
  std::int32_t sides_completed = 0; // job-impressions-completed
  std::int32_t sheets = 0;
  std::int32_t sheets_completed = 0; // job-media-sheets-completed
  std::uint64_t bytes_sent = 0;      // to the device
  // Of the present try alone: what it took from the paper trays, as far as known.
  Usage used;
};

// The record of one job: what the store keeps and gives. A job that finished is only on disk.
struct Job {
  JobId id = 0;
  PrinterId printer = 0;
  std::string uuid; // "urn:uuid:..."
  JobState state = JobState::held;
  std::vector<std::string> reasons;   // job-state-reasons, without "none"
  std::string state_message;          // job-state-message: in words, for the person who printed
  std::vector<std::string> detailed;  // job-detailed-status-messages: warnings and causes
  std::string name;                   // job-name
  std::string user;                   // job-originating-user-name
  std::string host;                   // job-originating-host-name
  bool user_is_proven = false;        // the user name is an authenticated one
  std::int32_t priority = 50;         // 1..100, 100 is served first
  std::string hold_until = "no-hold"; // job-hold-until keyword
  Time release_at = 0;      // when hold_until or job-hold-until-time lets it go; 0: never by itself
  std::string retain_until; // job-retain-until keyword, or empty
  Time retain_until_time = 0; // until when its documents are kept; 0: the server's policy
  std::string password;       // encoded secret of job-password (argon2id); empty: none
  std::string account_id, accounting_user_id;
  bool incoming = false; // more documents may follow (Create-Job without its last document)
  std::vector<Document> documents;
  bool documents_kept = true; // false: removed by the retention policy, it cannot be reprinted
  Time created = 0, processing = 0, finished = 0; // 0: not yet
  Time changed = 0;                               // of the last change that a client can see
  std::int32_t copies = 1;
  std::int32_t attempts = 0; // how often a device session began it
  Counters counters;
  // Sheets that the device itself confirmed: the next try begins behind them.
  std::int32_t sheets_done = 0;
  // name=value settings of the Job Template attributes, as model::make_ticket takes them.
  std::vector<std::pair<std::string, std::string>> options;
  // As the client sent them, and what its recipe said: an IPP message (intake/ipp/accepted.h).
  std::string attributes;
  // The "-actual" attributes (PWG 5100.8) in the same form; empty until it was processed.
  std::string actual_attributes;
  // What happened to the pixels of its pages, a line of JSON for each group of them
  // (flow/statement.h); empty until it was printed.
  std::vector<std::string> statement;
  Usage earlier;             // what the tries before the present one used
  std::string paper;         // PWG name of the media that its last try printed on; empty: not known
  bool color = false;        // its last try printed in colours
  bool confidential = false; // its name is for its owner alone

  // In all tries.
  Usage used() const {
    return {earlier.sheets + counters.used.sheets, earlier.sides + counters.used.sides};
  }
  // Counting begins anew; what was used stays known.
  void reset_counters() {
    earlier = used();
    counters = {};
  }

  bool has_document_to_print() const {
    return std::any_of(documents.begin(), documents.end(),
                       [](const Document& document) { return document.canceled.empty(); });
  }
};

// A queue: one device under one name.
struct Printer {
  PrinterId id = 0;
  std::string uuid;       // "urn:uuid:...", the same for the queue's whole life
  std::string name;       // in paths and commands; see check_printer_name()
  std::string model;      // id of a model file, "canon-ir1020"
  std::string device_uri; // "socket://HOST:9100", "ipp://...", "file:PATH"
  std::string info;       // printer-info: what people read; also its DNS-SD name
  std::string location, geo_location, organization, organizational_unit;
  std::vector<std::pair<std::string, std::string>>
      defaults;               // options of jobs that do not say otherwise
  bool accepting = true;      // printer-is-accepting-jobs
  bool paused = false;        // Pause-Printer: nothing is sent to the device
  bool hold_new_jobs = false; // Hold-New-Jobs
  bool shared = true;         // announced by DNS-SD
  std::string state_message;  // printer-state-message given with a pause
  // What becomes of a job whose device, or whose server, is lost in the midst of it: "retry-job",
  // "retry-current-job" (without a pause), "hold-job" (until it is released), "abort-job" or
  // "stop-printer" (the job waits until the printer is resumed); empty: as the model is.
  std::string error_policy;
  // Whether its jobs must name a department (job-account-id): "required", "optional" or "none"
  // (what they name is not looked at); empty: "optional".
  std::string departments;
  bool confidential = false; // the names of its jobs are for their owners alone
  // A filter program of the owner's that speaks to the device (docs/howto/vendor-filter.md): its
  // file and its PPD file. Empty: platen speaks itself.
  std::string filter, filter_ppd;
  std::string filter_options; // "NAME=VALUE ...", over the PPD's defaults
  // job-privacy-attributes and job-privacy-scope; empty: "default".
  std::vector<std::string> privacy_attributes;
  std::string privacy_scope;
  // For systems that know no IPP (docs/howto/old-systems.md): a TCP port whose connections are jobs
  // (0: none), and whether the line printer daemon takes jobs for it.
  std::int32_t raw_port = 0;
  bool lpd = false;
  // Parts that this unit does not have and others of its model may (model/fitted.h): "tray-2".
  std::vector<std::string> not_fitted;
  Time created = 0;
  Time state_changed = 0, config_changed = 0;
  // Which machine it is, by what stays when its address changes: "serial:X", "mac:00:1e:8f:..",
  // "uuid:..." (device/identity.h). Empty: whoever answers at device_uri.
  std::vector<std::string> device_identity;
};

// The reason of a job that a dead server was printing, until the scheduler has decided about it.
inline constexpr std::string_view caught_printing = "job-caught-printing";

// 1..127 characters of A-Z a-z 0-9 . _ -, the first a letter or digit. Errc::invalid says what is
// wrong.
Result<void> check_printer_name(const std::string& name);

// "urn:uuid:..." of version 4, from the system's random numbers.
std::string make_uuid();

} // namespace platen::job
