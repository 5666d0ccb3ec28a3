namespace OnnxTrain;

/// <summary>Converts grey to colour and back.</summary>
internal static class ChannelConversion
{
    // 0.299, 0.587 and 0.114 in 65536ths; they add up to 65536, so that white stays white.
    private const int Red = 19595, Green = 38470, Blue = 7471, Half = 1 << 15;

    public static PixelImage Of(PixelImage image, int channels, PixelColour background)
    {
        if (image.Channels == channels) return image;
        var (from, pixels) = (image.Content, new byte[checked(image.Width * image.Height * channels)]);
        for (int source = 0, target = 0; target < pixels.Length; source += image.Channels, target += channels)
        {
            var opacity = image.Channels == 4 ? from[source + 3] : 255;
            var (red, green, blue) = image.Channels == 1
                ? (from[source], from[source], from[source])
                : (
                    Over(from[source], opacity, background.Red), Over(from[source + 1], opacity, background.Green),
                    Over(from[source + 2], opacity, background.Blue));
            if (channels == 1) pixels[target] = (byte)(((Red * red) + (Green * green) + (Blue * blue) + Half) >> 16);
            else (pixels[target], pixels[target + 1], pixels[target + 2]) = (red, green, blue);
        }

        return new(image.Width, image.Height, channels, pixels) { FileDepth = image.FileDepth, Region = image.Region };
    }

    /// <summary>Blends a channel with that of the background.</summary>
    private static byte Over(byte channel, int opacity, byte background) =>
        opacity == 255 ? channel : (byte)(((channel * opacity) + (background * (255 - opacity)) + 127) / 255);
}
