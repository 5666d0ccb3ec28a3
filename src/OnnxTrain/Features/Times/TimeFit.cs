namespace OnnxTrain;

/// <summary>
/// Fits a <see cref="TimeFeature"/>. All formats that the texts so far may have are followed; those that one does not have drop out.
/// </summary>
internal sealed class TimeFit(TimeFeature feature) : FeatureFit
{
    private List<(TimeFormat Format, TimeSpread Spread)>? _candidates;
    private string? _example;

    public override void Add(TableBlock rows)
    {
        var column = rows.Table[feature.Name];
        var formats = feature.Layout is { } given ? [given] : TimeFormat.Candidates(column);
        _candidates ??= [.. formats.Select(format => (format, new TimeSpread()))];
        (string Place, string Text)? first = null;
        List<(TimeFormat Format, TimeSpread Spread)> left = [];
        foreach (var candidate in _candidates)
        {
            var ticks = candidate.Format.TicksOf(rows, column, out var other);
            if (other is { } text)
            {
                first ??= (rows.Table.PlaceOf(text.Row), text.Text);
                continue;
            }

            foreach (var time in ticks) candidate.Spread.Add(time);
            left.Add(candidate);
        }

        if (left.Count == 0 && first is var (place, wrong))
            throw new DataException(
                $"{place}: column '{feature.Name}' holds '{wrong}', which is no time"
                    + (_candidates is [var only] ? $" of the format {only.Format.Name}" : "")
                    + ". Correct it, leave the field empty if it is missing, or take the column as a category (--categorical).");
        _candidates = left;
        _example ??= Enumerable.Range(rows.Start, rows.Count).Where(row => !column.IsMissing(row)).Select(column.Text).FirstOrDefault();
    }

    public override Feature Finish()
    {
        if (_candidates is not [var first, ..] || first.Spread.Count == 0) throw MissingFeature.Of(feature.Name);
        if (_candidates.Count > 1)
            throw new DataException(AmbiguousTimes.Message(feature.Name, _example!, [.. _candidates.Select(c => c.Format.Name)]));
        return new TimeFeature(feature.Name, first.Format, first.Spread.Finish(feature.Reference));
    }
}
