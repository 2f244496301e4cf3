// Pages of a PDF in memory, with text that pango shapes and the marks that tell a screen reader
// what it is.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cairo.h>
#include <pango/pango.h>

#include "base/result.h"
#include "base/timestamp.h"

namespace wardbridge::document {

// A4, in points of 1/72 inch. All lengths of this room are points; x grows to the right, y
// downwards.
inline constexpr double kPageWidth = 595.276;
inline constexpr double kPageHeight = 841.89;

struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;
};

inline constexpr Color kBlack{0.10, 0.11, 0.13};
inline constexpr Color kGrey{0.36, 0.39, 0.43};
inline constexpr Color kRule{0.72, 0.75, 0.78};
inline constexpr Color kPaper{0.945, 0.953, 0.961};
inline constexpr Color kBlue{0.0, 0.19, 0.45};
inline constexpr Color kWhite{1, 1, 1};

enum class Align { kLeft, kCenter, kRight };

struct Style {
  double size = 8.5;
  bool bold = false;
  double width = -1;  // wraps there; negative: one line as long as it is
  int max_lines = 0;  // cut there with an ellipsis; 0: as many as needed
  Align align = Align::kLeft;
};

// Shaped text. Belongs to the Canvas that made it and is good while that lives. A value.
struct Text {
  PangoLayout* layout = nullptr;
  double width = 0;  // of the ink's advance, not of the column
  double height = 0;
  double baseline = 0;  // of the first line, from the top
};

struct Metadata {
  std::string title;
  std::string author;
  Timestamp created;
};

// What finishing needs to know beside the bytes of cairo.
struct Drawn {
  std::string bytes;
  std::vector<std::string> figures;  // what each Figure shows, in their order
  int pages = 0;
  bool unknown_glyphs = false;  // some text had characters that no font has
};

// One document being drawn. One thread at a time. Errors of cairo are kept and reported by Finish.
class Canvas {
 public:
  // `map` must outlive the Canvas; `families` as pango wants them, separated by commas.
  Canvas(PangoFontMap* map, const std::string& families, const Metadata& metadata);
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  ~Canvas();

  // Equal text in equal style is shaped once. Only the first 4,000 bytes are used.
  [[nodiscard]] Text Shape(std::string_view text, const Style& style);
  void Draw(const Text& text, double x, double top, const Color& color = kBlack);

  void Fill(double x, double y, double width, double height, const Color& color);
  void Outline(double x, double y, double width, double height, const Color& color,
               double line_width);
  void Line(double x1, double y1, double x2, double y2, const Color& color, double line_width);
  // For paths of more than a line; leave no state behind (cairo_save, cairo_restore).
  [[nodiscard]] cairo_t* Cairo() { return cairo_.get(); }

  void NextPage();

  // `name` is a standard structure type of ISO 32000-1 section 14.8.4; a literal.
  void Begin(const char* name);
  void End(const char* name);
  // A Figure with its alternative text.
  void BeginFigure(std::string description);

  [[nodiscard]] bool HasUnknownGlyphs() const { return unknown_glyphs_; }

  // Ends the document; nothing may be drawn after it.
  [[nodiscard]] Result<Drawn> Finish();

 private:
  struct SurfaceDeleter {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  };
  struct CairoDeleter {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  };
  struct ObjectDeleter {
    void operator()(void* object) const;
  };
  struct FontDeleter {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  };
  struct AttributesDeleter {
    void operator()(PangoAttrList* attributes) const { pango_attr_list_unref(attributes); }
  };
  using Layout = std::unique_ptr<PangoLayout, ObjectDeleter>;

  [[nodiscard]] Layout Make(std::string_view text, const Style& style) const;
  void Use(const Color& color);

  std::string bytes_;  // cairo writes here while the surface lives
  std::unique_ptr<cairo_surface_t, SurfaceDeleter> surface_;
  std::unique_ptr<cairo_t, CairoDeleter> cairo_;
  std::unique_ptr<PangoContext, ObjectDeleter> context_;
  std::unique_ptr<PangoFontDescription, FontDeleter> font_;
  std::unique_ptr<PangoAttrList, AttributesDeleter> attributes_;  // of all text
  std::vector<Layout> layouts_;
  std::unordered_map<std::string, Text> shaped_;
  std::vector<std::string> figures_;
  int pages_ = 1;
  bool unknown_glyphs_ = false;
};

// Begins a mark and ends it with its scope.
class Tag {
 public:
  // `canvas` must outlive the Tag.
  Tag(Canvas& canvas, const char* name) : canvas_(canvas), name_(name) { canvas_.Begin(name_); }
  Tag(const Tag&) = delete;
  Tag& operator=(const Tag&) = delete;
  ~Tag() { canvas_.End(name_); }

 private:
  Canvas& canvas_;
  const char* name_;
};

}  // namespace wardbridge::document
