#pragma once

#include "discovery/announcer.h"
#include "doctor/checks.h"
#include "http/server.h"
#include "intake/api/doctor_routes.h"
#include "intake/api/ipp_desk.h"
#include "intake/inbox/inbox.h"
#include "server/config.h"
#include "server/core.h"
#include "server/paths.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace platen::server {

// The server's side of "platen doctor". It looks when it is asked. What a device without fault said
// it keeps for some minutes: a look at everything asks only the others, since a device may take one
// connection at a time, and somebody may have it open.
class Doctor final : public intake::api::DoctorDesk {
public:
  struct Parts { // all of it outlives the doctor, and may be called from any thread
    Core& core;
    Paths paths;
    Live<Config> config;                        // in force
    std::function<Result<Config>()> read_again; // what the file says now
    // The file's time when what is in force was read from it; the least there is: no file.
    std::function<std::filesystem::file_time_type()> config_time;
    std::function<std::vector<http::ListenAddress>()> listens;
    std::function<std::vector<discovery::Announcement>()> announcements;
    std::function<Result<void>()> renew_certificate;
    std::function<std::vector<intake::inbox::Inbox>(const job::Printer&)> inboxes;
    std::string host;
    // Names and addresses of scan destinations: what a bundle must not tell.
    std::function<std::vector<std::string>()> private_words;
    std::function<std::string()> recent_log; // its last lines
  };
  Doctor(Parts parts, intake::ipp::Service& ipp) : parts_(std::move(parts)), ipp_(ipp) {}

  Result<Report> look(const Question& question) override;
  Result<std::string> mend(const intake::api::Call& call, const std::string& code,
                           const std::string& subject) override;
  Result<std::string> bundle(bool addresses) override;

private:
  doctor::MachineFacts machine() const;
  doctor::NetworkFacts network(const std::string& client) const;
  enum class Ask : std::uint8_t { what_is_not_known, everything };
  struct Heard { // of a device in which nothing was wrong
    std::chrono::steady_clock::time_point at;
    doctor::Reach reach;
    std::optional<device::Probe> probe;
  };
  doctor::PrinterFacts printer(const job::Printer& printer, const Config& config, Ask ask) const;
  void ask_device(doctor::PrinterFacts& facts, int port, Ask ask) const;
  doctor::Findings findings_of(const job::Printer& printer, const Config& config, Ask ask) const;
  doctor::Findings of_printers(const std::vector<job::Printer>& printers, Ask ask) const;
  Result<doctor::Findings> of_jobs(const std::vector<job::Printer>& printers) const;
  doctor::LibraryFacts library() const;

  Result<std::string> mend_printer(const intake::api::Call& call, const doctor::Finding& finding);
  Result<std::string> mend_job(const intake::api::Call& call, const doctor::Finding& finding);
  Result<std::string> mend_machine(const doctor::Finding& finding);
  Result<void> reload() const;

  const Parts parts_;
  const intake::api::IppDesk ipp_;
  mutable std::mutex mutex_;                   // of what follows
  mutable std::map<std::string, Heard> heard_; // by device URI
};

// The time of the last change of platen.toml; the least there is where it does not exist.
std::filesystem::file_time_type time_of(const std::filesystem::path& file);

} // namespace platen::server
