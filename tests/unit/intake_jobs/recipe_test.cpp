#include "unit/intake_jobs/desk.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// A job keeps its recipe as it was when it was accepted.
namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr const char* pro = "canon-pro-1000";

class Recipes : public testing::Test {
protected:
  void recipe(const std::string& name, const model::Options& options) {
    library::Bundle bundle;
    bundle.library.recipes.push_back({pro, {name, options}});
    take(std::move(bundle));
  }
  void take(library::Bundle bundle) {
    const auto added = desk_.shelf->add(std::move(bundle));
    ASSERT_TRUE(added) << added.error().message();
  }
  static Request with_recipe(Request request, const char* name) {
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_NAME, "recipe", nullptr, name);
    return request;
  }
  job::JobId print(const char* recipe_name, const char* printer = "photo") {
    Request request(IPP_OP_PRINT_JOB, printer);
    if (recipe_name != nullptr) request = with_recipe(std::move(request), recipe_name);
    const Message reply = desk_.ask(request, "%PDF");
    EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
    return job_id(reply);
  }
  // What counts: of each name the last.
  std::map<std::string, std::string> settings(job::JobId id) const {
    std::map<std::string, std::string> last;
    for (const auto& [name, value] : desk_.job(id).options)
      last[name] = value;
    return last;
  }
  ipp_status_t set_copies(job::JobId id) {
    Request set(IPP_OP_SET_JOB_ATTRIBUTES, "photo", id);
    set.number(IPP_TAG_JOB, "copies", 3);
    return Desk::status(desk_.ask(set));
  }
  void change_museum() {
    recipe("Museum", {{"print-quality", "draft"}, {"media-type", "stationery"}});
  }
  Desk desk_;
};

const model::Options museum{{"print-quality", "high"}, {"media-type", "canon-baryta"}};

TEST_F(Recipes, AreKeptWhenAnAttributeIsSetLater) {
  recipe("Museum", museum);
  const job::JobId id = print("Museum");
  change_museum();
  ASSERT_EQ(set_copies(id), IPP_STATUS_OK);
  ASSERT_EQ(set_copies(id), IPP_STATUS_OK); // what was written by the first is read by the second
  EXPECT_THAT(settings(id), Contains(Pair("print-quality", "high")));
  EXPECT_THAT(settings(id), Contains(Pair("media-type", "canon-baryta")));
  EXPECT_EQ(desk_.job(id).copies, 3);
  EXPECT_THAT(settings(print("Museum")), Contains(Pair("print-quality", "draft")));
}

TEST_F(Recipes, OfTheQueueAreKeptAsWell) {
  recipe("Museum", museum);
  desk_.add_printer("rag", pro);
  Request set(IPP_OP_SET_PRINTER_ATTRIBUTES, "rag");
  set.name(IPP_TAG_PRINTER, "recipe-default", "Museum").login = "admin";
  ASSERT_EQ(Desk::status(desk_.ask(set)), IPP_STATUS_OK);
  const job::JobId id = print(nullptr, "rag");
  ASSERT_THAT(settings(id), Contains(Pair("print-quality", "high")));
  change_museum();
  ASSERT_EQ(set_copies(id), IPP_STATUS_OK);
  EXPECT_THAT(settings(id), Contains(Pair("print-quality", "high")));
  EXPECT_THAT(settings(id), Contains(Pair("media-type", "canon-baryta")));
}

TEST_F(Recipes, GoWithAJobThatMoves) {
  recipe("Museum", museum);
  const job::JobId id = print("Museum");
  change_museum();
  desk_.add_printer("second", pro);
  for (const char* const printer : {"second", "photo"}) {
    Request move(static_cast<ipp_op_t>(IPP_OP_CUPS_MOVE_JOB), "photo", id);
    move.uri(IPP_TAG_JOB, "job-printer-uri",
             ("ipp://localhost/ipp/print/" + std::string(printer)).c_str());
    ASSERT_EQ(Desk::status(desk_.ask(move)), IPP_STATUS_OK);
    EXPECT_THAT(settings(id), Contains(Pair("print-quality", "high"))) << printer;
    EXPECT_THAT(settings(id), Contains(Pair("media-type", "canon-baryta"))) << printer;
  }
}

TEST_F(Recipes, AreInAReprintThoughTheyAreGone) {
  recipe("Museum", museum);
  const job::JobId id = print("Museum");
  desk_.force(id, JobState::completed);
  ASSERT_TRUE(desk_.shelf->remove(library::Kind::recipe, pro, "Museum"));
  const Message again = desk_.ask(Request(IPP_OP_RESUBMIT_JOB, "photo", id));
  ASSERT_EQ(Desk::status(again), IPP_STATUS_OK);
  EXPECT_THAT(settings(job_id(again)), Contains(Pair("print-quality", "high")));
  EXPECT_THAT(settings(job_id(again)), Contains(Pair("media-type", "canon-baryta")));
}

TEST_F(Recipes, ThatAreChosenAnewTakeThePlaceOfTheOldOne) {
  recipe("Museum", {{"print-quality", "high"}, {"media-type", "canon-baryta"}, {"media", "a3"}});
  recipe("Quick", {{"print-quality", "draft"}, {"media-type", "stationery"}});
  const job::JobId id = print("Museum");
  const auto before = settings(print(nullptr));
  ASSERT_EQ(Desk::status(
                desk_.ask(with_recipe(Request(IPP_OP_SET_JOB_ATTRIBUTES, "photo", id), "Quick"))),
            IPP_STATUS_OK);
  EXPECT_THAT(settings(id), Contains(Pair("print-quality", "draft")));
  EXPECT_THAT(settings(id), Contains(Pair("media-type", "stationery")));
  EXPECT_THAT(settings(id), Not(Contains(Pair("media", "a3"))));
  Request none(IPP_OP_SET_JOB_ATTRIBUTES, "photo", id);
  ippAddOutOfBand(none.get(), IPP_TAG_JOB, IPP_TAG_DELETEATTR, "recipe");
  ASSERT_EQ(Desk::status(desk_.ask(none)), IPP_STATUS_OK);
  EXPECT_EQ(settings(id), before);
}

TEST_F(Recipes, AreShownByTheirNameAlone) {
  recipe("Museum", museum);
  const job::JobId id = print("Museum");
  for (int i = 0; i < 2; ++i) {
    const Message shown = desk_.ask(Request(IPP_OP_GET_JOB_ATTRIBUTES, "photo", id));
    EXPECT_THAT(values(shown, "recipe"), ElementsAre("Museum"));
    EXPECT_THAT(values(shown, "print-quality"), ElementsAre());
    ASSERT_EQ(set_copies(id), IPP_STATUS_OK);
  }
}

// Printed on another paper a reprint would be another print, and nobody would know.
TEST_F(Recipes, WhosePaperIsGoneAreNotPrintedOnAnother) {
  library::Bundle bundle;
  model::Paper paper;
  paper.name = "rag-308";
  paper.media_type = "canon-baryta";
  bundle.library.papers.push_back({pro, paper});
  bundle.library.recipes.push_back({pro, {"Rag", {{"paper", "rag-308"}}}});
  take(std::move(bundle));
  const job::JobId id = print("Rag");
  desk_.force(id, JobState::completed);
  ASSERT_TRUE(desk_.shelf->remove(library::Kind::recipe, pro, "Rag"));
  ASSERT_TRUE(desk_.shelf->remove(library::Kind::paper, pro, "rag-308"));
  const Message again = desk_.ask(Request(IPP_OP_RESUBMIT_JOB, "photo", id));
  EXPECT_EQ(Desk::status(again), IPP_STATUS_ERROR_NOT_POSSIBLE);
  EXPECT_THAT(values(again, "status-message"),
              ElementsAre(HasSubstr("paper=rag-308, which is not there any more")));
}

} // namespace
} // namespace platen::intake::ipp::test
