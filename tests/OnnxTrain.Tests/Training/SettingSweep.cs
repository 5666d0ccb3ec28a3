using System.Reflection;

namespace OnnxTrain.Tests.Training;

/// <summary>
/// An object of settings as it is made: its constructor's parameters and its initializers, found by reflection, so that none is forgotten.
/// </summary>
internal sealed class SettingSweep
{
    private readonly ConstructorInfo _constructor;
    private readonly Dictionary<string, object?> _given;

    /// <param name="type">The type.</param>
    /// <param name="given">Parameters of the constructor that are no settings.</param>
    public SettingSweep(Type type, params (string Name, object? Value)[] given)
    {
        _constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        _given = given.ToDictionary(pair => pair.Name, pair => pair.Value);
        var parameters = _constructor.GetParameters().Where(p => !_given.ContainsKey(p.Name!)).ToArray();
        foreach (var p in parameters) _given[p.Name!] = p.HasDefaultValue ? p.DefaultValue : Sample(p.ParameterType);
        var usual = Make();
        Settings =
        [
            .. from p in parameters select new Setting(p.Name!, p.ParameterType, _given[p.Name!]),
            .. from p in type.GetProperties()
            where p.SetMethod is { IsPublic: true }
            select new Setting(p.Name, p.PropertyType, p.GetValue(usual)),
        ];
    }

    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The object with some settings other than usual.</summary>
    public object Make(params (Setting Setting, object? Value)[] changes)
    {
        var changed = changes.ToDictionary(c => c.Setting.Name, c => c.Value);
        var made = _constructor.Invoke([
            .. _constructor.GetParameters().Select(p => changed.TryGetValue(p.Name!, out var value) ? value : _given[p.Name!]),
        ]);
        foreach (var (setting, value) in changes.Where(c => !_given.ContainsKey(c.Setting.Name)))
            made.GetType().GetProperty(setting.Name)!.SetValue(made, value);
        return made;
    }

    /// <summary>
    /// The settings that <paramref name="identity"/> does not show, whatever one other setting is; and those that no other value is known
    /// for.
    /// </summary>
    public IReadOnlyList<string> Unnoticed(Func<object, string> identity)
    {
        var others = Settings.SelectMany(s => Others(s).Take(1).Select(value => (Setting: s, Value: value))).ToList();
        (Setting Setting, object? Value)[][] contexts =
        [
            [],
            .. others.Select(o => new[] { o }),
        ];
        return
        [
            .. Settings
                .Where(s =>
                    !Others(s).Any(value => contexts.Where(c => c.All(o => o.Setting != s)).Any(context => IsNoticed(s, value, context))))
                .Select(s => s.Name),
        ];

        bool IsNoticed(Setting setting, object? value, (Setting, object?)[] context) =>
            Try(context) is { } before && Try([.. context, (setting, value)]) is { } after && before != after;

        string? Try((Setting, object?)[] changes)
        {
            try
            {
                return identity(Make(changes));
            }
            catch (Exception e) when (e is TargetInvocationException or ArgumentException or ShapeException)
            {
                return null;
            }
        }
    }

    /// <summary>Other values that the setting takes.</summary>
    public IEnumerable<object?> Others(Setting setting) => Candidates(setting.Type, setting.Usual).Where(value =>
    {
        try
        {
            return !Equals(value, setting.Usual) && Make((setting, value)) is not null;
        }
        catch (TargetInvocationException)
        {
            return false;
        }
    });

    private static object Sample(Type type) =>
        type == typeof(double) ? 0.5
        : type == typeof(int) ? 2
        : type == typeof(long) ? 7L
        : type == typeof(Func<string, bool>) ? (Func<string, bool>)(name => name.EndsWith("weight", StringComparison.Ordinal))
        : throw new NotSupportedException($"Say here what a {type} may be.");

    private static IEnumerable<object?> Candidates(Type type, object? value) => value switch
    {
        bool flag => [!flag],
        double number => [number + 0.125, number * 0.5, 1.5, 0.0],
        float number => [number + 0.125f],
        int number => [number + 1, number + 2, -number],
        long number => [number + 1],
        ulong number => [number + 1],
        Enum => Enum.GetValues(type).Cast<object?>(),
        _ when type == typeof(double?) => [0.25],
        _ when type == typeof(int?) => [1],
        _ when type == typeof(TimeSpan?) => [TimeSpan.FromHours(1)],
        _ when type == typeof(IReadOnlyList<double>) => [(double[])[0.5, 1, 2]],
        _ when type == typeof(IReadOnlyList<ParameterGroup>) => [(ParameterGroup[])[new(_ => true) { RateFactor = 0.5 }]],
        _ when type == typeof(Func<Variable, bool>) => [(Func<Variable, bool>)(v => v.Shape.Rank == 1)],
        _ when type == typeof(Func<string, bool>) => [(Func<string, bool>)(_ => true)],
        _ when type == typeof(LearningRateSchedule) => [new ConstantSchedule(0.25)],
        _ when type == typeof(ElasticDeformation) => [new ElasticDeformation(10, 2)],
        _ when type == typeof(ImageAugmentation) => [new ImageAugmentation { Shift = 1 }],
        _ when type == typeof(Metric) => [new F1Score()],
        _ when type == typeof(Penalty) => [new WeightPenalty { L2 = 0.1 }],
        _ when type == typeof(WeightConstraint) => [new NormLimit(2)],
        _ when type == typeof(CheckpointOptions) => [new CheckpointOptions("elsewhere")],
        _ when type == typeof(TrainingBackend) => [],
        _ when type == typeof(IReadOnlyList<BatchMetric>) => [(BatchMetric[])[new("largest", (output, _) => output.Max())]],
        _ when type == typeof(IReadOnlyList<TrainingCallback>) => [(TrainingCallback[])[TrainingCallback.EachStep(_ => { })]],
        _ => throw new NotSupportedException($"Say here what else a {type} may be."),
    };

    /// <summary>A setting and its value unless it is set.</summary>
    public sealed record Setting(string Name, Type Type, object? Usual);
}
