#include "monitor/metrics/counters.h"
#include "monitor/metrics/exposition.h"

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

using Form = Exposition::Form;
using Type = Exposition::Type;

TEST(Exposition, EscapesWhatAnybodyMayHaveNamed) {
  Exposition out(Form::prometheus);
  out.family("x", Type::gauge, "Help.");
  out.sample({{"printer", "a\"b\\c\nd\xff\x01"}}, 1);
  EXPECT_EQ(out.finish(), "# HELP x Help.\n# TYPE x gauge\nx{printer=\"a\\\"b\\\\c\\nd? \"} 1\n");
}

TEST(Exposition, NamesCountersAsEachFormWantsThem) {
  for (const Form form : {Form::prometheus, Form::openmetrics}) {
    Exposition out(form);
    out.family("x", Type::counter, "Help.");
    out.sample(3);
    const std::string text = out.finish();
    const bool open = form == Form::openmetrics;
    EXPECT_NE(text.find(open ? "# TYPE x counter\n" : "# TYPE x_total counter\n"), text.npos);
    EXPECT_NE(text.find("\nx_total 3\n"), text.npos);
    EXPECT_EQ(text.ends_with("# EOF\n"), open);
  }
}

TEST(Exposition, AddsBucketsUp) {
  Histogram histogram(short_bounds);
  for (const double seconds : {0.0004, 0.0005, 0.3, 99.0})
    histogram.observe(seconds);
  Exposition out(Form::prometheus);
  out.family("x", Type::histogram, "Help.");
  out.histogram({}, histogram);
  const std::string text = out.finish();
  EXPECT_NE(text.find("x_bucket{le=\"0.0005\"} 2\n"), text.npos) << text;
  EXPECT_NE(text.find("x_bucket{le=\"0.5\"} 3\n"), text.npos);
  EXPECT_NE(text.find("x_bucket{le=\"10.0\"} 3\n"), text.npos);
  EXPECT_NE(text.find("x_bucket{le=\"+Inf\"} 4\n"), text.npos);
  EXPECT_NE(text.find("x_count 4\n"), text.npos);
}

TEST(Counters, GroupPathsWithoutKeepingThem) {
  EXPECT_EQ(route_class("/ipp/print/x"), "ipp");
  EXPECT_EQ(route_class("/ipp"), "ipp");
  EXPECT_EQ(route_class("/ippx"), "app");
  EXPECT_EQ(route_class("/api/v1/jobs"), "api");
  EXPECT_EQ(route_class("/eSCL/a/b"), "escl");
  EXPECT_EQ(route_class("/readyz"), "health");
  EXPECT_EQ(route_class("/{\"}"), "app");
}

job::Event event(job::Event::Kind kind, job::JobState state, std::optional<job::JobState> was,
                 std::uint64_t sent = 0) {
  auto job = std::make_shared<job::Job>();
  job->id = 7;
  job->printer = 1;
  job->state = state;
  job->counters.bytes_sent = sent;
  job->counters.used = {2, 3};
  return {.kind = kind, .job = job, .job_was = was, .printer = {}};
}

TEST(Counters, MeasureAJobFromWhenItCouldBePrinted) {
  using enum job::JobState;
  using Kind = job::Event::Kind;
  std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
  Counters counters([&] { return now; }, [](job::PrinterId) { return std::string("p"); });
  counters.store_changed(event(Kind::job_added, held, {}));
  now += std::chrono::hours(5); // it was held: nobody waited for the printer
  counters.store_changed(event(Kind::job_changed, pending, held));
  now += std::chrono::seconds(2);
  counters.store_changed(event(Kind::job_changed, processing, pending));
  now += std::chrono::seconds(1);
  counters.store_changed(event(Kind::job_changed, processing, processing, 100));
  now += std::chrono::seconds(4);
  counters.store_changed(event(Kind::job_changed, completed, processing, 900));
  counters.store_changed(event(Kind::job_changed, completed, completed, 900));
  Exposition out(Form::prometheus);
  counters.expose(out);
  const std::string text = out.finish();
  for (const char* line :
       {"platen_job_wait_seconds_sum{printer=\"p\"} 2\n",
        "platen_job_first_byte_seconds_sum{printer=\"p\"} 1\n",
        "platen_job_seconds_sum{printer=\"p\"} 7\n",
        "platen_jobs_finished_total{printer=\"p\",result=\"completed\"} 1\n",
        "platen_sheets_total{printer=\"p\"} 2\n", "platen_sides_total{printer=\"p\"} 3\n"})
    EXPECT_NE(text.find(line), text.npos) << line << text;
}

} // namespace
} // namespace platen::monitor
