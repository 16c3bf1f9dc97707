#pragma once

#include "scan/broker/scanners.h"
#include "scan/deliver/deliver.h"
#include "scan/engine/contact.h"
#include "scan/settings.h"
#include "scan/store/store.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace platen::scan {

// "print:PRINTER?NAME=VALUE&...": a destination that needs no setting up, a printer of the server.
inline constexpr std::string_view print_prefix = "print:";

// Settings of a scan under one name, and the button that begins it.
struct Recipe {
  std::string name;
  Options options;     // what it changes in the usual settings
  std::string scanner; // whose button it is; empty: no button, and any scanner
  std::string button;  // "color", "gray"
  bool operator==(const Recipe&) const = default;
};

// What people have set up for scanning: scanners, destinations, recipes, contacts. Kept in the
// store; secrets of destinations are not here. From any thread.
class Catalogue {
public:
  static Result<std::unique_ptr<Catalogue>>
  open(RecordStore& store, const std::function<void(const std::string&)>& report);

  std::vector<ScannerEntry> scanners() const;
  std::vector<Destination> destinations() const;
  std::vector<Recipe> recipes() const;
  std::vector<Contact> contacts() const;
  std::optional<ScannerEntry> scanner(const std::string& name) const;
  std::optional<Destination> destination(const std::string& name) const;
  std::optional<Recipe> recipe(const std::string& name) const;

  // Adds, or takes the place of what has the name. Errc::invalid says what is wrong with it.
  Result<void> put(const ScannerEntry& scanner);
  Result<void> put(const Destination& destination);
  Result<void> put(const Recipe& recipe);
  Result<void> put(const Contact& contact);
  Result<void> remove(RecordKind kind, const std::string& name); // Errc::not_found, Errc::conflict

  // A recipe's settings and what `options` change in them ("" for none); every destination is
  // known, and each mail has somebody who gets it.
  Result<Settings> settings(const std::string& recipe, const Options& options) const;
  Result<void> check_destinations(const Settings& settings) const;

  // A destination with those who get its mails: the scan's where it leaves that open and the scan
  // names some, contacts looked up, each address once.
  Result<Destination> addressed(Destination destination,
                                const std::vector<std::string>& recipients) const;

private:
  explicit Catalogue(RecordStore& store) : store_(store) {}
  Result<void> keep(RecordKind kind, const std::string& name, const std::string& json);
  // These with mutex_.
  Result<void> check_all(const Settings& settings) const;
  Result<void> check_unused(RecordKind kind, const std::string& name) const;

  RecordStore& store_;
  mutable std::mutex mutex_;
  std::vector<ScannerEntry> scanners_;
  std::vector<Destination> destinations_;
  std::vector<Recipe> recipes_;
  std::vector<Contact> contacts_;
};

// As the store and people have them. Errc::malformed names the member that is wrong.
std::string to_json(const ScannerEntry& scanner);
std::string to_json(const Destination& destination);
std::string to_json(const Recipe& recipe);
Result<ScannerEntry> scanner_from_json(std::string_view json);
Result<Destination> destination_from_json(std::string_view json);
Result<Recipe> recipe_from_json(std::string_view json);

// Names of scanners as those of printers, and of recipes and destinations: any line of 1 to 127
// bytes without '/', ',' and control characters.
Result<void> check_scanner_name(const std::string& name);
Result<void> check_name(std::string_view what, const std::string& name);

} // namespace platen::scan
