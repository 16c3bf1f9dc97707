#include "preview/preview.h"

#include "base/limits.h"
#include "codec/png_writer.h"
#include "commands.h"
#include "known_models.h"
#include "model/length.h"
#include "model/words.h"
#include "number.h"
#include "own_model.h"
#include "preview/side_facts.h"
#include "standard_input.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <thread>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace platen::app {

namespace {

using nlohmann::json;

constexpr std::string_view details =
    "IN is any document that \"platen convert\" takes, or - for standard input. Each sheet side "
    "becomes\n"
    "DIR/side-N.png, made by the stages that make the printer's pages. With -o icc-profile=FILE "
    "the\n"
    "pages are taken to that profile of the paper, and shown as it prints them. --json says where\n"
    "things lie, and in which way a small preview differs from the page.\n";

Result<model::Options> parse_options(const Arguments& arguments) {
  model::Options options;
  for (const std::string& word : arguments.all("option")) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Errc::invalid, "-o takes name=value, not \"" + word + "\"");
    options.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return options;
}

Result<UniqueFd> open_document(const std::string& in) {
  if (in != "-") return open_for_reading(in);
  UniqueFd document(::dup(STDIN_FILENO));
  if (!document) return fail(Errc::io, "standard input is closed");
  return document;
}

// "X,Y,WIDTHxHEIGHT" in device pixels of the page.
Result<layout::PixelBox> parse_part(const std::string& text) {
  const auto refuse = [&] {
    return fail(Errc::invalid,
                "--part takes X,Y,WIDTHxHEIGHT in device pixels, not \"" + text + "\"");
  };
  const auto parts = model::split_at(text, ',');
  if (parts.size() != 3) return refuse();
  const auto sides = model::split_at(parts[2], 'x');
  if (sides.size() != 2) return refuse();
  constexpr std::int32_t most = 1'000'000;
  const auto x = model::parse_number(parts[0], most), y = model::parse_number(parts[1], most);
  const auto width = model::parse_number(sides[0], most),
             height = model::parse_number(sides[1], most);
  if (!x || !y || !width || !height) return refuse();
  return layout::PixelBox{*x, *y, *width, *height};
}

json shown_json(const flow::Side& side, const preview::View& view, const std::string& file) {
  json shown = preview::side_json(side);
  shown["file"] = file;
  shown["scale"] = view.scale;
  shown["page-at"] = {{"x", view.raster_x}, {"y", view.raster_y}};
  shown["warnings"] = view.warnings;
  shown["approximations"] = view.approximations;
  return shown;
}

class Previewing {
public:
  explicit Previewing(const Arguments& arguments) : arguments_(arguments) {}

  Result<void> run() {
    TRY(const auto options, parse_options(arguments_));
    const bool without_sandbox = arguments_.has("open-documents-without-sandbox");
    TRY(const OwnModel own, own_model(arguments_, options, without_sandbox));
    TRY(auto ticket, model::make_ticket(own.model, options));
    const auto profile = own.profile_of(ticket);
    const auto underlay = own.letterhead(ticket.office.underlay);
    const auto overlay = own.letterhead(ticket.office.overlay);
    flow::PrintJob job(own.model, std::move(ticket));
    job.profile = profile;
    job.underlay = underlay;
    job.overlay = overlay;
    job.created = std::time(nullptr);
    for (const std::string& in : arguments_.operands) {
      TRY(auto document, open_document(in));
      job.documents.push_back(std::move(document));
    }
    job.limits.without_sandbox = without_sandbox;
    job.workers = std::max(1u, std::thread::hardware_concurrency());
    TRY(const std::int32_t longest,
        parse_number("--size", arguments_.get("size", "1000"), 16, limits::preview_edge));
    TRY_VOID(make_folder());
    Cancel cancel;
    TRY(const auto preview, preview::Preview::open(job, cancel));
    TRY(const auto chosen, chosen_sides(preview->sides()));
    for (const std::size_t index : chosen)
      TRY_VOID(show(*preview, index, longest));
    if (arguments_.has("json")) std::printf("%s\n", report_.dump(2).c_str());
    return {};
  }

private:
  Result<void> make_folder() const {
    std::error_code error;
    std::filesystem::create_directories(arguments_.get("output"), error);
    if (!error) return {};
    return fail(Errc::io,
                "cannot make the folder " + arguments_.get("output") + ": " + error.message());
  }

  Result<std::vector<std::size_t>> chosen_sides(std::size_t count) const {
    std::vector<std::size_t> chosen;
    if (arguments_.has("side") || arguments_.has("part")) {
      TRY(const std::int32_t side,
          parse_number("--side", arguments_.get("side", "1"), 1,
                       static_cast<std::int32_t>(std::min<std::size_t>(count, 1'000'000))));
      chosen.push_back(static_cast<std::size_t>(side - 1));
      return chosen;
    }
    for (std::size_t i = 0; i < count; ++i)
      chosen.push_back(i);
    return chosen;
  }

  preview::Look look() const {
    return {.paper_white = !arguments_.has("no-paper-white"),
            .paper_black = !arguments_.has("no-paper-black"),
            .gamut = arguments_.has("gamut"),
            .lines = !arguments_.has("no-lines")};
  }

  Result<preview::View> view(preview::Preview& preview, std::size_t index, std::int32_t longest) {
    if (!arguments_.has("part")) return preview.whole(index, longest, look());
    TRY(const layout::PixelBox box, parse_part(arguments_.get("part")));
    return preview.part(index, box, look());
  }

  Result<void> show(preview::Preview& preview, std::size_t index, std::int32_t longest) {
    auto shown = view(preview, index, longest);
    if (!shown && preview.sides() > 1)
      return fail_within("side " + std::to_string(index + 1), std::move(shown).error());
    if (!shown) return Failure(std::move(shown).error());
    const flow::Side& side = preview.side(index);
    const std::string name = "side-" + std::to_string(index + 1) + ".png";
    const Dpi dpi{std::max(1, static_cast<std::int32_t>(side.spec.resolution.v * shown->scale))};
    TRY(const Buffer png, codec::write_png(shown->picture.rows(), dpi));
    TRY_VOID(write_file(std::filesystem::path(arguments_.get("output")) / name, png));
    if (arguments_.has("json")) {
      report_.push_back(shown_json(preview.planned(index), *shown, name));
      return {};
    }
    for (const std::string& warning : shown->warnings)
      std::fprintf(stderr, "platen: preview: warning: %s\n",
                   Error{Errc::malformed, warning}.message().c_str());
    return {};
  }

  const Arguments& arguments_;
  json report_ = json::array();
};

Result<void> preview(const Arguments& arguments) {
  if (arguments.operands.empty()) return fail(Errc::invalid, "a document IN is needed");
  TRY_VOID(check_standard_input(arguments.operands));
  for (const std::string_view needed : {"model", "output"})
    if (!arguments.has(needed))
      return fail(Errc::invalid, "--" + std::string(needed) + " is missing");
  return Previewing(arguments).run();
}

int run(const Command& command, const Arguments& arguments) {
  const auto done = preview(arguments);
  return done ? exit_done : report(command, done.error());
}

} // namespace

const Command& preview_command() {
  static const Command command{
      "preview",
      "Shows how documents will come out of a printer, as pictures of their sheets.",
      "IN...",
      {{'m', "model", "MODEL", "the printer model (\"platen drivers\" lists them)"},
       models_state_flag,
       {0, "library", "FILE",
        "papers, profiles, recipes and letterheads, as \"platen recipes export\" writes them"},
       {'o', "option", "NAME=VALUE", "a setting, under its IPP name; may be repeated"},
       {'O', "output", "DIR", "the folder for the pictures; it is made if need be"},
       {0, "size", "PIXELS", "of a sheet's longer edge (default 1000)"},
       {0, "side", "N", "this side only, counted from 1"},
       {0, "part", "X,Y,WIDTHxHEIGHT", "of the page, in device pixels and as large as they are"},
       {0, "gamut", "", "paint what the paper cannot show magenta"},
       {0, "no-paper-white", "", "show the paper as white as the screen"},
       {0, "no-paper-black", "", "with that: show its black as dark as the screen's"},
       {0, "no-lines", "", "leave out the edges of paper, page and safe margins"},
       {0, "json", "", "say what was made, and where on it things lie"},
       {0, "open-documents-without-sandbox", "",
        "on a kernel that cannot confine the renderer: trust the document"}},
      details,
      run};
  return command;
}

} // namespace platen::app
