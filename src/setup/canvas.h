#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace platen::setup {

// What is drawn on one page of a PDF, in points from its lower left corner. Text is Helvetica; what
// is not of Latin 1 becomes "?".
class Canvas {
public:
  void gray(double level); // 0 black, 1 white; of lines and areas
  void rgb(double red, double green, double blue);
  void width(double points);
  void line(double x1, double y1, double x2, double y2);
  void area(double x, double y, double wide, double high);
  void triangle(double x1, double y1, double x2, double y2, double x3, double y3);
  void text(double x, double y, double size, std::string_view utf8, bool bold = false);
  // Gray from black on the left to white on the right, without steps.
  void gradient(double x, double y, double wide, double high);
  // What follows is drawn at (x, y), `scale` times as large, until leave().
  void enter(double x, double y, double scale);
  void leave();
  const std::string& content() const { return content_; }

private:
  std::string content_;
};

struct Page {
  double width = 0, height = 0; // points
  std::string content;          // of a Canvas
};
std::string pdf_of(const std::vector<Page>& pages, std::string_view title);

} // namespace platen::setup
