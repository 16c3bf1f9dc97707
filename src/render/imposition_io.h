#pragma once

#include "render/imposition.h"

// The fields of an imposition on their way to a worker (field_io.h).
namespace platen::render {

template<class Io, class Box> void box_fields(Io& io, Box& box) {
  io.field(box.x);
  io.field(box.y);
  io.field(box.width);
  io.field(box.height);
}

template<class Io, class Matrix> void matrix_fields(Io& io, Matrix& matrix) {
  for (auto* number : {&matrix.a, &matrix.b, &matrix.c, &matrix.d, &matrix.e, &matrix.f})
    io.field(*number);
}

template<class Io, class List> void painted_fields(Io& io, List& list) {
  io.list(list, [](Io& each, auto& painted) {
    box_fields(each, painted.box);
    each.field(painted.red);
    each.field(painted.green);
    each.field(painted.blue);
  });
}

template<class Io, class List> void text_page_fields(Io& io, List& pages) {
  io.list(pages, [](Io& page_io, auto& page) {
    page_io.field(page.width);
    page_io.field(page.height);
    page_io.list(page.texts, [](Io& each, auto& text) {
      each.field(text.text);
      each.field(text.x);
      each.field(text.y);
      each.field(text.align);
      each.field(text.size);
      each.field(text.most_width);
      each.field(text.degrees);
      each.field(text.gray);
      each.field(text.outlined);
      each.field(text.framed);
    });
  });
}

template<class Io, class List> void sheet_fields(Io& io, List& sheets) {
  io.list(sheets, [](Io& sheet_io, auto& sheet) {
    sheet_io.field(sheet.width);
    sheet_io.field(sheet.height);
    sheet_io.field(sheet.pixels);
    painted_fields(sheet_io, sheet.under);
    sheet_io.list(sheet.pages, [](Io& each, auto& placed) {
      each.field(placed.page);
      matrix_fields(each, placed.matrix);
      box_fields(each, placed.window);
      each.field(placed.under);
      each.field(placed.over);
      for (auto* layer : {&placed.underlay, &placed.overlay}) {
        each.field(layer->page);
        matrix_fields(each, layer->matrix);
      }
    });
    painted_fields(sheet_io, sheet.over);
  });
}

} // namespace platen::render
