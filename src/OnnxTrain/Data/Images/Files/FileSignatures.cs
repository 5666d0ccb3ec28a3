using System.Text;

namespace OnnxTrain;

/// <summary>Names the formats of files that are no images of a known format, by their first 16 bytes.</summary>
internal static class FileSignatures
{
    private const int BrandAt = 8, BoxAt = 4;

    private static readonly (string Start, string Name)[] Known =
    [
        ("II*\0", "a TIFF image"), ("MM\0*", "a TIFF image"), ("II+\0", "a TIFF image"), ("MM\0+", "a TIFF image"),
        ("\u00FF\u000A", "a JPEG XL image"), ("\0\0\0\u000CJXL ", "a JPEG XL image"), ("\0\0\0\u000CjP  ", "a JPEG 2000 image"),
        ("\u00FF\u004F\u00FF\u0051", "a JPEG 2000 image"), ("8BPS", "a Photoshop document"), ("v/1\u0001", "an OpenEXR image"),
        ("#?RADIANCE", "a Radiance HDR image"), ("DDS ", "a DDS image"), ("qoif", "a QOI image"), ("icns", "an Apple icon"),
        ("SIMPLE  =", "a FITS image"), ("FUJIFILM", "a raw image of a camera"), ("gimp xcf", "a GIMP image"),
        ("<svg", "an SVG drawing"), ("<?xml", "an XML file, such as an SVG drawing"), ("%PDF", "a PDF"), ("%!PS", "a PostScript file"),
        ("PK\u0003\u0004", "a ZIP archive, or a document in one"), ("\u001F\u008B", "a gzip file"), ("7z\u00BC\u00AF", "a 7-Zip archive"),
        ("Rar!", "a RAR archive"), ("BZh", "a bzip2 file"), ("\u00FD7zXZ", "an xz file"), ("\u0093NUMPY", "a NumPy array"),
        ("\u0089HDF", "an HDF5 file"), ("SQLite format 3", "an SQLite database"), ("PAR1", "a Parquet file"), ("MZ", "a Windows program"),
        ("\u007FELF", "a Linux program"), ("\u001A\u0045\u00DF\u00A3", "a Matroska or WebM video"), ("ID3", "an MP3 file"),
        ("OggS", "an Ogg file"), ("version https://", "a pointer of Git LFS, whose file was not fetched: git lfs pull fetches it"),
        ("<!DOCTYPE", "a web page"), ("<!doctype", "a web page"), ("<html", "a web page"), ("<HTML", "a web page"), ("{\"", "a JSON file"),
    ];

    private static readonly string[] Heif = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];

    /// <summary>The format with its article, as in <c>a TIFF image</c>; null for an unknown one.</summary>
    public static string? Of(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        if (Array.Find(Known, known => text.StartsWith(known.Start, StringComparison.Ordinal)).Name is { } name) return name;
        if (text.Length > 1 && text[0] == 'P' && text[1] is >= '1' and <= '7' && char.IsWhiteSpace(text.ElementAtOrDefault(2)))
            return "a PNM image (PBM, PGM, PPM or PAM)";
        if (text.StartsWith("RIFF", StringComparison.Ordinal)) return "a RIFF file, such as a video or a sound";
        if (text.Length < BrandAt + 4 || text[BoxAt..BrandAt] != "ftyp") return null;
        var brand = text[BrandAt..(BrandAt + 4)];
        return Heif.Contains(brand) ? "a HEIC image" : brand is "avif" or "avis" ? "an AVIF image" : "a video (MP4 or QuickTime)";
    }
}
