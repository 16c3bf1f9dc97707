#include "model/constraints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::model {
namespace {

using testing::HasSubstr;
using testing::Not;

const Model& model_of(std::string_view id) {
  static const auto models = load_models(PLATEN_SOURCE_DATA);
  return **find_model(*models, id);
}

std::string conflict_of(std::string_view id, const Options& options) {
  const auto ticket = make_ticket(model_of(id), options);
  return ticket ? std::string("legal") : ticket.error().message();
}

TEST(Constraints, NameTheConflictAndTheNearestLegalChoices) {
  EXPECT_EQ(
      conflict_of("canon-ir1020", {{"media", "a5"}, {"sides", "two-sided-long-edge"}}),
      "two-sided printing does not go with A5 (iso_a5_148x210mm): only A4, Letter and Legal can be "
      "turned over; "
      "choose sides=one-sided, or media=iso_a4_210x297mm, na_letter_8.5x11in or na_legal_8.5x14in");
}

TEST(Constraints, OfTheImageRunnersAreThoseOfCanonsPpd) {
  struct Row {
    Options options;
    bool legal;
  };
  const std::string two = "two-sided-long-edge";
  const std::vector<Row> table{
      {{{"sides", two}, {"media", "a4"}}, true},
      {{{"sides", two}, {"media", "legal"}}, true},
      {{{"sides", two}, {"media", "b5"}}, false},
      {{{"sides", two}, {"media", "executive"}}, false},
      {{{"sides", two}, {"media", "statement"}}, false},
      {{{"sides", two}, {"media", "dl"}}, false},
      {{{"sides", two}, {"media-type", "stationery-heavyweight"}}, true},
      {{{"sides", two}, {"media-type", "canon-heavy-2"}}, false},
      {{{"sides", two}, {"media-type", "labels"}}, false},
      {{{"media-source", "tray-1"}, {"media", "letter"}}, true},
      {{{"media-source", "tray-2"}, {"media", "a5"}}, false},
      {{{"media-source", "tray-1"}, {"media-type", "transparency"}}, false},
      {{{"media-source", "by-pass-tray"}, {"media-type", "transparency"}, {"media", "a4"}}, true},
      {{{"media-type", "transparency"}, {"media", "legal"}}, false},
      {{{"media-type", "stationery-bond"}, {"media", "executive"}}, true},
      {{{"media-type", "stationery-bond"}, {"media", "a4"}}, false},
      {{{"media-type", "stationery-prepunched"}, {"media", "letter"}}, true},
      {{{"media-type", "stationery-prepunched"}, {"media", "legal"}}, false},
      {{{"media-type", "envelope"}, {"media", "com10"}}, true},
      {{{"media-type", "envelope"}, {"media", "a4"}}, false},
      {{{"media-type", "auto"}, {"media", "c5"}}, true},
      {{{"media-type", "stationery"}, {"media", "c5"}}, false},
  };
  for (const Row& row : table) {
    std::string text;
    for (const auto& [name, value] : row.options)
      text += name + "=" + value + " ";
    EXPECT_EQ(conflict_of("canon-ir1024", row.options) == "legal", row.legal) << text;
  }
}

TEST(Constraints, WaitForThePaperWhenTheDocumentChoosesIt) {
  const Model& model = model_of("canon-ir1020");
  const auto ticket = make_ticket(model, {{"sides", "two-sided-long-edge"}});
  ASSERT_TRUE(ticket);
  EXPECT_TRUE(check_side(model, *ticket, {"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}}));
  const auto refused = check_side(model, *ticket, {"iso_a5_148x210mm", Hmm{14800}, Hmm{21000}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("media=iso_a4_210x297mm"));
}

TEST(Constraints, FollowFromTheListsOfTheModel) {
  EXPECT_THAT(conflict_of("canon-pro-1000", {{"borderless", "on"}, {"media", "legal"}}),
              HasSubstr("borderless printing does not go with Legal"));
  EXPECT_THAT(conflict_of("canon-pro-1000", {{"borderless", "on"}, {"media", "100x140mm"}}),
              HasSubstr("the size 100 x 140 mm"));
  EXPECT_THAT(
      conflict_of("canon-pro-1000", {{"print-quality", "draft"}}),
      HasSubstr("choose print-quality=normal or high, or media-type=stationery or canon-canvas"));
  EXPECT_THAT(conflict_of("canon-pro-1000", {{"printer-resolution", "300dpi"}}),
              HasSubstr("printer-resolution=600dpi"));
}

TEST(Constraints, ANoneOfConditionNeedsAValueToJudge) {
  const Constraint constraint{"c", {}, {{"sides", {"two-sided-long-edge"}}, {"media!", {"a"}}}, {}};
  EXPECT_FALSE(applies(constraint, {{"sides", "two-sided-long-edge"}}));
  EXPECT_FALSE(applies(constraint, {{"sides", "two-sided-long-edge"}, {"media", "a"}}));
  EXPECT_TRUE(applies(constraint, {{"sides", "two-sided-long-edge"}, {"media", "b"}}));
  EXPECT_FALSE(applies(constraint, {{"sides", "one-sided"}, {"media", "b"}}));
}

// What contradicts others, whatever the model: no constraint of the model's data says so.
bool contradicts_others(const std::string& option) {
  return option == "color-management" || option == "black-point-compensation" ||
         option == "number-up" || option == "page-border" || option == "imposition-template";
}

// Any values that the model offers, in any combination.
Options any_options(const Model& model) {
  Options options;
  for (const OptionInfo& option : option_list(model)) {
    if (option.values.empty() || contradicts_others(option.name) || !*rc::gen::arbitrary<bool>())
      continue;
    options.emplace_back(option.name, *rc::gen::elementOf(option.values));
  }
  return options;
}

RC_GTEST_PROP(ConstraintsProperty, EverySuggestedChoiceEndsItsConflict, ()) {
  const Model& model = model_of(*rc::gen::element("canon-ir1020", "canon-pro-1000"));
  const Options options = any_options(model);
  const auto conflict = find_conflict(model, options);
  RC_ASSERT(conflict.has_value());
  RC_PRE(conflict->has_value());
  const Conflict& found = **conflict;
  RC_ASSERT(!found.choices.empty());
  bool one_is_legal = false, all_are_legal = true;
  for (const auto& choice : found.choices) {
    RC_ASSERT(found.message.find(choice.second) != std::string::npos);
    Options changed = options;
    changed.push_back(choice);
    const auto after = find_conflict(model, changed);
    RC_ASSERT(after.has_value());
    const bool legal = !after->has_value();
    one_is_legal = one_is_legal || legal;
    all_are_legal = all_are_legal && legal;
    if (!legal) RC_ASSERT((*after)->constraint != found.constraint);
  }
  RC_ASSERT(one_is_legal == all_are_legal); // half-legal lists would mislead
}

RC_GTEST_PROP(ConstraintsProperty, WhatMakeTicketPassesBreaksNoConstraint, ()) {
  const Model& model = model_of(*rc::gen::element("canon-ir1020", "canon-pro-1000"));
  const auto ticket = make_ticket(model, any_options(model));
  RC_PRE(ticket.has_value());
  RC_ASSERT(first_broken(model, values_of(*ticket)) == nullptr);
  if (ticket->media) RC_ASSERT(check_side(model, *ticket, *ticket->media).has_value());
}

} // namespace
} // namespace platen::model
