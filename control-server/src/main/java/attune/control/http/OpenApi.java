package attune.control.http;

import attune.api.ApiVersion;
import attune.api.Problem;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The interface's description (OpenAPI 3.1), made from the route table and the records themselves. */
final class OpenApi {
    private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)\\}");

    private final ObjectNode schemas = Json.MAPPER.createObjectNode();
    private final Set<String> described = new TreeSet<>();

    private OpenApi() {}

    static ObjectNode document(List<Route> routes) {
        return new OpenApi().describe(routes);
    }

    private ObjectNode describe(List<Route> routes) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", "Attune").put("version", Integer.toString(ApiVersion.NUMBER));
        document.putArray("servers").addObject().put("url", ApiVersion.REST_PREFIX);
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            operation(paths.withObjectProperty(route.path()), route);
        }
        ObjectNode components = document.putObject("components");
        schema(Problem.class);
        components.set("schemas", schemas);
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer");
        return document;
    }

    private void operation(ObjectNode path, Route route) {
        ObjectNode operation = path.putObject(route.method().name().toLowerCase(Locale.ROOT));
        operation.put("summary", route.summary());
        operation.put("x-scope", route.needs().name().toLowerCase(Locale.ROOT));
        if (route.needs() != Scope.NONE) {
            operation.putArray("security").addObject().putArray("token");
        }
        Matcher braces = IN_BRACES.matcher(route.path());
        while (braces.find()) {
            ObjectNode parameter = operation.withArray("parameters").addObject();
            parameter.put("name", braces.group(1)).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
        if (route.request() == byte[].class) {
            operation.putObject("requestBody").putObject("content").putObject(Route.SOUND);
        } else if (route.request() != null) {
            boolean list = route.many() && (route.request() == route.response() || route.response() == Void.class);
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", list ? listOf(route.request()) : schema(route.request()));
        }
        ObjectNode responses = operation.putObject("responses");
        answer(responses, route);
        ObjectNode refused = responses.putObject("default").put("description", "Refused, with one sentence.");
        refused.putObject("content").putObject("application/problem+json").set("schema", schema(Problem.class));
    }

    private void answer(ObjectNode responses, Route route) {
        if (route.response() == Void.class) {
            responses.putObject("204").put("description", "Done.");
            return;
        }
        ObjectNode content =
                responses.putObject("200").put("description", "Done.").putObject("content");
        if (route.response() == byte[].class) {
            content.putObject("application/octet-stream");
        } else {
            content.putObject("application/json")
                    .set("schema", route.many() ? listOf(route.response()) : schema(route.response()));
        }
    }

    private ObjectNode listOf(Class<?> type) {
        ObjectNode list = Json.MAPPER.createObjectNode().put("type", "array");
        list.set("items", schema(type));
        return list;
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            boolean isMap = Map.class.isAssignableFrom((Class<?>) generic.getRawType());
            schema.put("type", isMap ? "object" : "array");
            schema.set(isMap ? "additionalProperties" : "items", schema(arguments[arguments.length - 1]));
        } else if (type instanceof Class<?> plain) {
            plain(schema, plain);
        }
        return schema;
    }

    private void plain(ObjectNode schema, Class<?> type) {
        if (type.isRecord()) {
            describe(type);
            schema.put("$ref", "#/components/schemas/" + type.getSimpleName());
        } else if (type.isEnum()) {
            ArrayNode constants = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                constants.add(constant.toString());
            }
        } else if (type == String.class) {
            schema.put("type", "string");
        } else if (type == boolean.class || type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            schema.put("type", "integer");
        } else if (type == double.class || type == Double.class) {
            schema.put("type", "number");
        } else if (type != Object.class) { // which is anything
            schema.put("type", "object");
        }
    }

    private void describe(Class<?> record) {
        if (!described.add(record.getSimpleName())) {
            return;
        }
        ObjectNode schema = schemas.putObject(record.getSimpleName()).put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : record.getRecordComponents()) {
            properties.set(component.getName(), schema(component.getGenericType()));
            AnnotatedType type = component.getAnnotatedType();
            if (!isNullable(type)) {
                required.add(component.getName());
            }
        }
        schema.put("additionalProperties", false);
    }

    private static boolean isNullable(@Nullable AnnotatedType type) {
        return type != null && type.isAnnotationPresent(Nullable.class);
    }
}
