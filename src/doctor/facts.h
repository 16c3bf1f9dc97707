#pragma once

#include "device/probe.h"
#include "device/status.h"
#include "job/job.h"
#include "model/model.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What the checks go by. Whoever gathers it looks once and decides nothing; tests write it down.
namespace platen::doctor {

// Whether an address takes a TCP connection.
struct Reach {
  enum class How : std::uint8_t { untried, connected, not_resolved, refused, no_answer };
  How how = How::untried;
  std::string words; // why not
};

struct Process {
  int pid = 0;
  std::string name;
};
std::string in_words(const Process& process); // "cupsd (process 812)"

struct FileMode {
  std::string path;
  unsigned mode = 0; // permission bits; 0: not there
};

struct CertificateFact {
  std::string file;
  bool self_made = false; // the server renews it
  std::int64_t ends = 0;
};

// ---- the machine that the server runs on
struct MachineFacts {
  std::int64_t now = 0;
  std::string config_file, config_error; // error empty: it can be read
  bool config_newer = false;             // than what the running server read
  std::string spool, spool_error;        // why nothing can be written there; empty: it can
  std::optional<std::uint64_t> free_bytes;
  FileMode users;
  std::vector<FileMode> secrets;
  std::string lost;        // the folder of what was taken out of the store; empty: nothing was
  std::string unprotected; // what the kernel lacks to confine documents
  struct Missing {
    std::string program, purpose, install;
  };
  std::vector<Missing> missing;
  bool program_replaced = false;
  std::uint64_t files_have = 0, files_need = 0;
  std::optional<CertificateFact> certificate;
};

// ---- the network as the server sees it
struct Network {
  std::string address; // numeric
  unsigned bits = 0;   // of its prefix
};
// A port at which jobs come from systems that know no IPP.
struct InboxFacts {
  std::string printer, protocol; // "raw", "lpd"
  std::uint16_t port = 0;
  std::string trouble; // why it is not open; empty: it is
};
struct NetworkFacts {
  std::vector<std::string> listen; // numeric addresses
  bool announces = true, avahi_answers = true;
  std::string avahi_socket;
  std::size_t printers = 0;
  std::vector<std::string> shared, unshared; // printers
  std::vector<InboxFacts> inboxes;
  bool login_to_print = false;
  std::vector<Network> networks;
  std::string client; // numeric address of somebody who does not find the printers; empty: nobody
};

// ---- one printer and its device
struct UsbFacts {
  enum class State : std::uint8_t { fine, missing, held, denied };
  State state = State::fine;
  std::string words, device, owner, user;
  unsigned mode = 0;
  std::vector<Process> holders;
};
// What came of the last look for the printer's machine in the networks (docs/adr/0032).
struct SearchFacts {
  enum class End : std::uint8_t { nothing, not_found, several, in_part };
  End end = End::nothing;
  std::string hosts; // of those that say that they are it
  std::int64_t at = 0;
};
// The printer went with its machine to another address.
struct MoveFacts {
  std::string from, to; // hosts
  std::string who;      // how the machine was known
  std::int64_t at = 0;
};
struct WaitingJob {
  job::JobId id = 0;
  std::string media; // what it asks for; empty: as its document is
};
struct PrinterFacts {
  job::Printer printer;
  const model::Model* model = nullptr; // null: its file is gone
  std::vector<std::string> reasons;    // of its session, as printer-state-reasons
  std::string message;                 // of its session
  bool printing = false;
  bool has_channels = false; // the device is asked how it is
  device::Status device;
  std::string host, address; // of the device; empty: it has none
  Reach reach;
  std::optional<device::Probe> probe;
  std::optional<UsbFacts> usb;
  SearchFacts search;
  std::optional<MoveFacts> moved; // lately
  std::vector<WaitingJob> waiting;
  std::string defaults_error, defaults_option; // why its defaults do not go together, and which
  std::string missing_filter;                  // the file; empty: it is there, or not wanted
};

// ---- jobs
struct JobFacts {
  job::Job job;
  std::string printer;
};

// ---- papers, profiles, recipes
struct LibraryFacts {
  struct Broken {
    std::string name, why;
  };
  std::vector<Broken> missing_profiles, damaged_profiles, models;
};

// ---- the way from the person's computer to the server
struct ClientFacts {
  std::string text; // "print.example port 8631", or the socket
  std::string host; // empty: the socket of this machine
  int port = 0;
  std::string resolve_error;
  Reach reach;
  bool answers = false; // a platen server did
  std::string foreign;  // what answered in its place
  std::string refused;  // the server answered, and tells nothing; why
  std::string own_version, version;
  std::optional<CertificateFact> certificate; // as it was shown over TLS
  std::vector<std::string> names_missing;     // of those it was asked by
  std::string kept_certificate;               // the file that differs; empty: none
  std::optional<std::int64_t> ahead_s;        // the server's clock against ours
  std::int64_t now = 0;
  std::vector<std::pair<std::string, std::string>> proxies; // variable, value
  // Of a server on this machine that does not answer:
  bool here = false;
  bool socket_left = false;
  std::string socket, state, config_error;
  bool state_exists = true;
  std::string state_owner, user; // another owner, who keeps us out
  std::optional<Process> state_holder, port_holder;
  std::vector<FileMode> secrets; // the first one is the users file
};

} // namespace platen::doctor
