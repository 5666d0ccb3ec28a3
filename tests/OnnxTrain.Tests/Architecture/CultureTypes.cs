using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OnnxTrain.Tests.Architecture;

/// <summary>Which types print otherwise in another culture, as far as the source tells.</summary>
internal sealed class CultureTypes(CSharpCompilation compilation)
{
    static readonly string[] Varying =
    [
        nameof(DateTime), nameof(DateTimeOffset), nameof(DateOnly), nameof(TimeOnly), nameof(Half), "BFloat16", nameof(Int128),
        "BigInteger",
        "Complex",
    ];

    readonly Dictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);
    readonly Lazy<ILookup<ISymbol?, INamedTypeSymbol>> _derived = new(() =>
        TypesOf(compilation.Assembly.GlobalNamespace).Where(type => type.BaseType is not null)
            .ToLookup(type => (ISymbol?)type.BaseType!.OriginalDefinition, SymbolEqualityComparer.Default));

    /// <summary>Whether a value of the type prints by the culture: a sign, a decimal point, a date.</summary>
    /// <param name="type">The type that is known of it.</param>
    /// <param name="format">The format, where one is given.</param>
    /// <param name="isInvariant">Whether it is printed with a format provider, which numbers heed and records do not.</param>
    public bool Prints(ITypeSymbol? type, string? format, bool isInvariant = false)
    {
        if (isInvariant) return type is INamedTypeSymbol { SpecialType: SpecialType.None, IsRecord: true } && Prints(type, format);
        if (type is null or IErrorTypeSymbol or IPointerTypeSymbol or IArrayTypeSymbol || type.TypeKind == TypeKind.Enum) return false;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Prints(nullable.TypeArguments[0], format);
        switch (type.SpecialType)
        {
            case SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64
                or SpecialType.System_UIntPtr:
                return format is { Length: > 0 } && !"xXdDbB0".Contains(format[0], StringComparison.Ordinal);
            case SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64
                or SpecialType.System_IntPtr:
                return format is not { Length: > 0 } || !"xXbB".Contains(format[0], StringComparison.Ordinal);
            case SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_Object
                or SpecialType.System_ValueType:
                return true;
            case not SpecialType.None and not SpecialType.System_DateTime:
                return false;
        }

        if (type.Name == nameof(TimeSpan)) return format is { Length: > 0 } && "gG".Contains(format[0], StringComparison.Ordinal);
        if (Varying.Contains(type.Name)) return format is not ("O" or "o" or "s" or "u");
        if (_known.TryGetValue(type, out var known)) return known;
        _known[type] = false;
        return _known[type] = PrintsParts(type);
    }

    /// <summary>Whether values of the type are compared as strings, by the culture.</summary>
    public static bool HoldsText(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(part => HoldsText(part.Type)));

    bool PrintsParts(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol { ConstraintTypes: var bounds } =>
            bounds.IsEmpty || bounds.Any(bound => bound.TypeKind == TypeKind.Interface || Prints(bound, null)),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(part => Prints(part.Type, null)),
        INamedTypeSymbol { IsAnonymousType: true } => type.GetMembers().OfType<IPropertySymbol>().Any(part => Prints(part.Type, null)),
        INamedTypeSymbol { IsRecord: true } record => PrintsAsRecord(record) || Derived(record).Any(heir => Prints(heir, null)),
        INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: nameof(IFormattable) or nameof(ISpanFormattable) } => true,
        INamedTypeSymbol named => Derived(named).Any(heir => Prints(heir, null)),
        _ => false,
    };

    /// <summary>
    /// Whether the compiler writes the record's text, and that holds numbers. Text that the source writes is checked there.
    /// </summary>
    bool PrintsAsRecord(INamedTypeSymbol record)
    {
        List<INamedTypeSymbol> chain = [];
        for (INamedTypeSymbol? type = record; type is { IsRecord: true }; type = type.BaseType) chain.Add(type);
        if (chain.SelectMany(type => type.GetMembers(nameof(ToString))).OfType<IMethodSymbol>().Any(IsWritten)) return false;
        return chain.SelectMany(type => type.GetMembers())
            .Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsStatic: false })
            .Any(part => part switch
            {
                IPropertySymbol { IsIndexer: false } property => Prints(property.Type, null),
                IFieldSymbol field => Prints(field.Type, null),
                _ => false,
            });
    }

    static bool IsWritten(IMethodSymbol method) => method is { Parameters.IsEmpty: true, IsImplicitlyDeclared: false };

    IEnumerable<INamedTypeSymbol> Derived(INamedTypeSymbol type) => type.IsSealed ? [] : _derived.Value[type.OriginalDefinition];

    static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol space) =>
        space.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));
}
