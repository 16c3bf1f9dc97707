#pragma once

#include "intake/ipp/encoded.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/printers.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace platen::intake::ipp {

// The "requested-attributes" of a printer operation.
class PrinterRequest {
public:
  // Without the attribute: `all` (RFC 8011 section 4.2.5.1).
  explicit PrinterRequest(const Message& request);
  // Whether an attribute is wanted, by its name or by a group that it belongs to: all,
  // printer-description, job-template, subscription-template, printer-defaults.
  // media-col-database is wanted by its name alone (PWG 5100.7 section 6.9.28).
  bool wants(std::string_view name, bool job_template) const;
  // libcups, which lists printers as its own server has them, takes the values of
  // printer-uri-supported for one URI: such requests get the first one alone.
  bool one_uri() const { return one_uri_; }
  const std::string& key() const { return key_; } // equal for equal requests

private:
  bool one_uri_ = false;
  std::set<std::string, std::less<>> names_;
  std::string key_;
};

// Encoded attributes of printers, and whole answers, as long as they hold: those from the record
// and the model until the record or the policy changes; those of the present moment for one second
// or until status or counts change. Bounded: a fixed number of answers for each printer. From any
// thread.
class PrinterCache {
public:
  explicit PrinterCache(const Services& services) : services_(services) {}

  // The whole answer to Get-Printer-Attributes of the call's printer, whose model it has.
  std::shared_ptr<const std::string> answer(const Call& call, const PrinterRequest& wanted);

  // Appends one printer as a group to a longer answer.
  void append(EncodedReply& to, const Call& call, const PrinterRecord& printer,
              const model::Model& model, const PrinterRequest& wanted);

  // As default_printer() of printers.h, asked of the store once a second.
  PrinterRecord default_printer();
  void forget_default() { default_read_ = 0; }

private:
  struct Piece {
    EncodedAttribute attribute;
    bool job_template;
  };
  struct Snapshot;
  std::shared_ptr<Snapshot> snapshot_of(const Call& call, const PrinterRecord& printer,
                                        const model::Model& model);
  void refresh(Snapshot& snapshot, const Call& call, const PrinterRecord& printer,
               const model::Model& model) const;
  static void gather(EncodedReply& to, const std::vector<Piece>& pieces,
                     const PrinterRequest& wanted);
  void gather_all(EncodedReply& to, Snapshot& snapshot, const std::string& host,
                  const PrinterRequest& wanted) const;

  const Services& services_;
  std::mutex mutex_; // of snapshots_ and default_
  std::map<job::PrinterId, std::shared_ptr<Snapshot>> snapshots_;
  std::string default_;
  std::atomic<job::Time> default_read_{0};
};

} // namespace platen::intake::ipp
