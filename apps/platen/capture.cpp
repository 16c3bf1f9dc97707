#include "capture/compare.h"
#include "capture/reader.h"
#include "capture/rewrite.h"
#include "capture_output.h"
#include "commands.h"
#include "file_source.h"

#include <cstdio>
#include <map>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

using nlohmann::json;

std::string counted(std::int64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// What can be done with a job that is no capture of Canon's driver.
std::string advice(const capture::Summary& summary) {
  if (summary.language == "PCL XL" || summary.language == "PCL 5" ||
      summary.language == "IVEC (XML)")
    return "; \"platen decode\" draws it";
  return "; it is not taken apart";
}

Result<int> show(const Arguments& arguments) {
  const bool as_json = arguments.has("json");
  const std::filesystem::path folder = arguments.get("output");
  if (!folder.empty()) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
      return fail(Errc::io, "cannot make the folder " + folder.string() + ": " + error.message());
  }
  const std::string& name = arguments.operands[1];
  TRY(FileSource source, open_source(name));
  CaptureListing listing(as_json, folder);
  auto read = capture::read_capture(source, listing);
  if (!read) return fail_within(name, std::move(read).error());
  if (as_json) {
    const json end{{"language", read->language},
                   {"packets", read->packets},
                   {"pages", read->pages},
                   {"bands", read->bands},
                   {"faults", read->faults}};
    const std::string_view tail = listing.json_tail();
    std::printf("%.*s%s\n", static_cast<int>(tail.size()), tail.data(),
                end.dump().substr(1).c_str());
  } else if (read->form == capture::Form::other) {
    std::printf("a job in %s%s\n", read->language.c_str(), advice(*read).c_str());
  } else {
    std::printf("%s: %s, %s, %s unpacked\n", read->language.c_str(),
                counted(read->packets, "packet").c_str(), counted(read->pages, "page").c_str(),
                counted(read->bands, "band").c_str());
  }
  if (read->faults == 0) return exit_done;
  return fail(Errc::malformed,
              name + ": " + counted(read->faults, "place") +
                  " marked with ! do not follow the rules, the first: " + read->first_fault.what,
              read->first_fault.offset);
}

Result<std::vector<capture::Entry>> entries_of(const std::string& name, bool all) {
  TRY(FileSource source, open_source(name));
  capture::Collected collected({.all = all});
  auto read = capture::read_capture(source, collected);
  if (!read) return fail_within(name, std::move(read).error());
  if (read->form == capture::Form::other)
    return fail(Errc::unsupported, name + ": a job in " + read->language + advice(*read));
  return collected.entries();
}

// The first of each kind; bands differ by the hundred where one pixel moved.
void print_lines(const std::vector<capture::Difference>& differences) {
  constexpr int most = 5;
  std::map<std::string, int> seen;
  for (const capture::Difference& difference : differences) {
    const std::string& key = (difference.first ? difference.first : difference.second)->key;
    if (++seen[key] <= most) std::printf("%s\n", to_line(difference).c_str());
  }
  for (const auto& [key, count] : seen)
    if (count > most)
      std::printf("... and %d more of %s (--json has all)\n", count - most, key.c_str());
  std::printf("%s\n",
              differences.empty()
                  ? "the captures say the same"
                  : counted(static_cast<std::int64_t>(differences.size()), "difference").c_str());
}

Result<int> compare(const Arguments& arguments) {
  const bool all = arguments.has("all");
  TRY(const auto first, entries_of(arguments.operands[1], all));
  TRY(const auto second, entries_of(arguments.operands[2], all));
  TRY(const auto differences, capture::compare(first, second));
  if (arguments.has("json")) {
    json list = json::array();
    for (const auto& [one, other] : differences)
      list.push_back(
          {{"first", one ? to_json(*one) : json()}, {"second", other ? to_json(*other) : json()}});
    std::printf("%s\n", json{{"differences", std::move(list)}}.dump(1).c_str());
  } else {
    print_lines(differences);
  }
  return differences.empty() ? exit_done : exit_failed;
}

Result<int> rewrite(const Arguments& arguments) {
  const std::string target = arguments.get("output");
  if (target.empty()) return fail(Errc::invalid, "--output is missing: the FILE for the new job");
  const std::string bands = arguments.get("bands", "full");
  if (bands != "full" && bands != "literal")
    return fail(Errc::invalid, "--bands is \"full\" or \"literal\", not \"" + bands + "\"");
  TRY(FileSource source, open_source(arguments.operands[1]));
  TRY(AtomicFile out, AtomicFile::create(target));
  auto done = capture::rewrite_capture(
      source, out, bands == "full" ? ufr2::HiScoaMethod::full : ufr2::HiScoaMethod::literal);
  if (!done) return fail_within(arguments.operands[1], std::move(done).error());
  TRY_VOID(out.commit());
  if (arguments.has("json")) {
    std::printf("%s\n", json{{"bands", done->bands},
                             {"bytes-before", done->bytes_before},
                             {"bytes-after", done->bytes_after}}
                            .dump(1)
                            .c_str());
  } else {
    std::printf("%s packed anew, %llu bytes before, %llu now\n",
                counted(done->bands, "band").c_str(),
                static_cast<unsigned long long>(done->bytes_before),
                static_cast<unsigned long long>(done->bytes_after));
  }
  std::fprintf(stderr,
               "platen: capture: warning: this is an experiment; no source shows paper that came "
               "out of bands packed by anybody but Canon's driver\n");
  return exit_done;
}

Result<int> act(const Arguments& arguments) {
  struct Verb {
    std::string_view name;
    std::size_t operands;
    std::string_view flags; // that it understands
    Result<int> (*run)(const Arguments&);
  };
  const std::string what = arguments.operands.empty() ? "" : arguments.operands[0];
  for (const Verb& verb :
       {Verb{"show", 2, "output json", show}, Verb{"compare", 3, "all json", compare},
        Verb{"rewrite", 2, "output bands json", rewrite}}) {
    if (verb.name != what) continue;
    if (arguments.operands.size() != verb.operands)
      return fail(Errc::invalid, "\"" + what + "\" takes " +
                                     counted(static_cast<std::int64_t>(verb.operands) - 1, "file"));
    for (const auto& [flag, values] : arguments.flags)
      if (verb.flags.find(flag) == verb.flags.npos)
        return fail(Errc::invalid, "--" + flag + " is not for \"" + what + "\"");
    return verb.run(arguments);
  }
  return fail(Errc::invalid, "it takes \"show FILE\", \"compare FILE FILE\" or \"rewrite FILE\"");
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = act(arguments);
  return done ? *done : report(command, done.error());
}

} // namespace

const Command& capture_command() {
  static const Command command{
      "capture",
      "Print jobs of Canon's own drivers (UFR II LT, CARPS): lists or compares them.",
      "show FILE|compare FILE FILE|rewrite FILE",
      {{'O', "output", "PATH", "show: the folder for pictures of the pages; rewrite: the new file"},
       {'a', "all", "", "compare: times, names and hosts as well"},
       {'b', "bands", "METHOD", "rewrite: how bands are packed, full (default) or literal"},
       {0, "json", "", "prints JSON"}},
      "FILE is what a driver printed to a file; - for standard input. \"compare\" ends with 1 "
      "where "
      "they differ.\n"
      "platen does not print in UFR II LT: no source shows paper that came out of it.\n",
      run};
  return command;
}

} // namespace platen::app
