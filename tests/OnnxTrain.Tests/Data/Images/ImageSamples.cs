namespace OnnxTrain.Tests.Data.Images;

/// <summary>
/// Files written by Pillow 9.4.0 from the 7 × 5 image of red 30x, green 45y and blue 7xy + 20, and the pixels that Pillow reads from those
/// that do not hold it exactly.
/// </summary>
internal static class ImageSamples
{
    public const int Width = 7, Height = 5;

    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAJklEQVR4nGNkYBCRY2BAQywMugwMDOxoCC7Kh4yQRUXhCE1UBoIAoj8C7O4wP50AAAAASUVORK5CYII=");

    /// <summary>Five colours, one of them transparent.</summary>
    public static byte[] PngWithPalette { get; } =
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFBAMAAAB7tOvrAAAAD1BMVEWHnoKHWlMehymHFyQeFxgxIpy0AAAAA3RSTlP//wDXyg1BAAAAHElEQVR4nGNw"
                + "cTY2YAATSoqCAkCCgYFBSYGBAQAtHAK++k+rdgAAAABJRU5ErkJggg==");

    /// <summary>Quality 90, no subsampling.</summary>
    public static byte[] Jpeg { get; } =
        Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIU"
                + "FRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAFAAcDAREAAhEB"
                + "AxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS"
                + "0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKz"
                + "tLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgEC"
                + "BAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpj"
                + "ZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6"
                + "/9oADAMBAAIRAxEAPwDlvhD+zB4UuYF3J/D/AM8x6fWvlcsxM80V655PA3HOZQgrPp3P/9k="
        );

    public static byte[] GreyJpeg { get; } =
        Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIU"
                + "FRT/wAALCAAFAAcBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJx"
                + "FDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ"
                + "mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOW+EP7MHhS5gXcn8P8AzzHp9a//"
                + "2Q=="
        );

    /// <summary>Four inks.</summary>
    public static byte[] CmykJpeg { get; } =
        Convert.FromBase64String(
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK"
                + "/8AAFAgABQAHBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFB"
                + "BhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqS"
                + "k5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwDxT/ggN/yL"
                + "Fp/14N/6Aazv+HCf7G3/AD4/+U9P/iq+U/8Agl3/AME/fgt+1Do0F58Qrfc8lqXP+jq/O3Pc1+/lf//Z"
        );

    /// <summary>Red, green, blue and opacity.</summary>
    public static byte[] PixelsOfPngWithPalette { get; } =
    [
        30, 23, 24, 255, 30, 23, 24, 255, 30, 23, 24, 255, 135, 23, 36, 255, 135, 23, 36, 255, 135, 23, 36, 255, 135, 23, 36, 255, 30, 23,
        24, 255, 30, 23, 24, 255, 30, 23, 24, 255, 135, 23, 36, 255, 135, 23, 36, 255, 135, 23, 36, 255, 135, 23, 36, 255, 30, 135, 41, 0,
        30, 135, 41, 0, 30, 135, 41, 0, 135, 90, 83, 255, 135, 90, 83, 255, 135, 90, 83, 255, 135, 90, 83, 255, 30, 135, 41, 0, 30, 135, 41,
        0, 30, 135, 41, 0, 135, 90, 83, 255, 135, 158, 130, 255, 135, 158, 130, 255, 135, 158, 130, 255, 30, 135, 41, 0, 30, 135, 41, 0, 30,
        135, 41, 0, 135, 158, 130, 255, 135, 158, 130, 255, 135, 158, 130, 255, 135, 158, 130, 255,
    ];

    /// <summary>Of the lines 0, 2 and 4 the pixels 0, 3 and 6.</summary>
    public static byte[] SomePixelsOfJpeg { get; } =
        [0, 0, 13, 87, 2, 21, 179, 1, 23, 0, 91, 22, 88, 93, 63, 179, 91, 103, 2, 180, 30, 89, 181, 104, 181, 181, 183];

    public static byte[] PixelsOfGreyJpeg { get; } =
    [
        1, 12, 19, 30, 39, 48, 57, 28, 39, 47, 58, 68, 77, 87, 56, 68, 76, 88, 99, 108, 119, 81, 93, 102, 115, 127, 137, 149, 110, 122, 132,
        145, 158, 169, 181,
    ];

    /// <summary>Of the lines 0, 2 and 4 the pixels 0, 3 and 6.</summary>
    public static byte[] SomePixelsOfCmykJpeg { get; } =
        [0, 0, 20, 90, 0, 21, 180, 0, 21, 0, 90, 21, 90, 90, 62, 180, 90, 102, 0, 180, 21, 90, 180, 104, 180, 180, 186];

    public static byte[] Pixels { get; } =
    [
        .. from y in Enumerable.Range(0, Height)
        from x in Enumerable.Range(0, Width)
        from sample in new[] { 30 * x, 45 * y, (7 * x * y) + 20 }
        select (byte)sample,
    ];

    /// <summary>
    /// Files of a few bytes that announce many pixels, found by fuzzing: PNG, JPEG (progressive, 16384²), GIF, BMP (run lengths), WebP.
    /// </summary>
    public static IReadOnlyList<byte[]> Bombs { get; } =
    [
        Convert.FromHexString(
            "89504E470D0A1A0A0000000D494844520FFFFFFF0000000110060000004A52931A0000000849444154789C030000000001480689D20000000049"
                + "454E44AE426082"
        ),
        Convert.FromHexString(
            "FFD8FFDB004300"
                + string.Concat(Enumerable.Repeat("01", 64))
                + "FFC20011084000400003011100021100031100FFC400140000010000000000000000000000000000000000FFC400151000020000000000000000"
                + "0000000000000000E0FFDA000C03010002000300000000FFD9"
        ),
        Convert.FromHexString("474946383961FFFFFFFF800000000000FFFFFF2C0000000001000100000002024401003B"),
        Convert.FromHexString(
            "424D40000000000000003600000028000000FFFF0000FFFF00000100080001000000000000000000000000000000010000000000000000000000"
                + "01"),
        Convert.FromHexString("524946461A000000574542505650384C0D0000002FFFFFFF0F0710FD8FFE0722A2FF01"),
    ];

    public static byte[] Some(PixelImage image) =>
        [
            .. from y in new[] { 0, 2, 4 }
            from x in new[] { 0, 3, 6 }
            from c in new[] { 0, 1, 2 }
            select image.Pixels[(((y * Width) + x) * 3) + c],
        ];
}
